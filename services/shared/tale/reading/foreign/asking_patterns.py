"""How people ask for a story in Spanish and French: what `asking` takes off a request, as patterns."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Asking:
    """The patterns of one language, which match in any case."""

    greeting: re.Pattern[str]
    label: re.Pattern[str]
    """What a form asks for: "Título:"."""
    begun: re.Pattern[str]
    """How a tale begins, and a place right after that."""
    lead: re.Pattern[str]
    """Words that only ask, before the story's noun."""
    form: re.Pattern[str]
    """What is said of a story's form right after its noun."""
    tail: re.Pattern[str]
    """The same at the end of the request."""
    after: re.Pattern[str]
    """A request after the sentence that the story is to be about."""
    shown: re.Pattern[str]
    """What only points at what follows: "c'est un ours"."""
    adventure: re.Pattern[str]
    audience: re.Pattern[str]
    """For whom it is, before what it is about."""
    named: re.Pattern[str]
    """Whose name is said after all else: "mi hija que ama los gatos y se llama Ana"."""
    about: re.Pattern[str]
    story: str
    bedtime: str
    feast: re.Pattern[str]
    sleep: re.Pattern[str]


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_STORY_ES = r"(?:cuent(?:o|ito|ecito)|historia|historieta|historita|relato|f[áa]bula|leyenda|narraci[óo]n)s?"
_STORY_FR = r"(?:histoire|conte|r[ée]cit|fable|l[ée]gende)s?"
_AGE_ES = r"(?: (?:de|entre|a partir de|desde)(?: los)? (?:\d+|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
_AGE_ES += r"(?: ?(?:-|a|y) ?\d+)?(?: añ(?:it)?os| anos| meses)?)?"
_AGE_FR = r"(?: (?:de|d[èe]s|entre|à partir de|[âa]g[ée]e?s de)? ?\d+(?: ?(?:-|à|a|et) ?\d+)?(?: ans| mois))?"
_GROUP_ES = (
    r"para (?:que lo lean )?(?:los |las |mis |unos |un |una |el |la )?(?:m[áa]s )?(?:niñ[oa]s?(?: y niñas)?|chic[oa]s"
    r"|peques?|pequeñ(?:os|ines)|infantes|bebés|alumnos|alumnas|estudiantes|clase|salón|grupo|primaria|preescolar"
    r"|kinder|kínder|jard[íi]n(?: de infantes| de niños)?|infantil|escuela|cole|colegio|guarder[íi]a)"
    r"(?: pequeñ[oa]s| chiquit[oa]s)?(?: de (?:primaria|preescolar|infantil|kinder|kínder|\w+ grado|primero|segundo))?"
) + _AGE_ES
_GROUP_FR = (
    r"pour (?:les |des |mes |ma |un |une |la |l')?(?:petits |jeunes )?(?:enfants?|petits|tout-petits|b[ée]b[ée]s"
    r"|[ée]l[èe]ves?|maternelles?|classe|cp|ce1|ce2|cm1|cm2|[ée]coliers|[ée]cole|primaire|garderie|cr[èe]che)"
    r"(?: de (?:maternelle|cp|ce1|ce2|primaire))?"
) + _AGE_FR
_SLEEP_ES = r"(?:para|de|antes de|para antes de|para ir a) (?:ir a )?(?:dormir(?:me|se|la|lo)?|acostar(?:se|me)?)"
_SLEEP_ES += r"|de buenas noches|para la noche|para que (?:se )?duerma"
_SLEEP_FR = (
    r"(?:pour|avant de|d'avant|avant d'aller|pour aller) ?(?:s'|se |me |m'|l'|la |le )?(?:dormir|endormir|coucher"
)
_SLEEP_FR += r"|dodo|au lit)|du soir|du coucher"
_LOOK_ES = (
    r"infantil|cort[oa]|cortit[oa]|brev[e]|larg[oa]|bonit[oa]|lind[oa]|divertid[oa]|gracios[oa]|chistos[oa]|tiern[oa]"
    r"|original|inventad[oa]|popular|navideñ[oa]|emocionante|tranquil[oa]|hermos[oa]|sencill[oa]|simple|educativ[oa]"
    r"|de hadas|de miedo|de terror|de aventuras?|de risa|de fantas[íi]a|de \d+ (?:palabras|minutos|líneas|p[áa]rrafos)"
    r"|(?:que no sea )?(?:muy|demasiado|no muy|más o menos) (?:cort[oa]|larg[oa]|divertid[oa]|bonit[oa])"
)
_LOOK_FR = (
    r"courte?|longue|drôle|rigolote?|amusante?|mignonne?|douce|triste|originale?|calme|simple|p[ée]dagogique"
    r"|[ée]ducative"
    r"|de f[ée]es?|qui fait peur|pour rire|d'aventures?|fantastique|de \d+ (?:mots|minutes|lignes|pages)"
    r"|(?:tr[èe]s|pas trop|assez|un peu|plut[ôo]t) (?:courte?|longue|drôle|rigolote?|triste)"
)
_END_ES = (
    r"(?:(?:y|pero) )?(?:con|que (?:tenga|termine|acabe)(?: con)?|y que (?:tenga|termine)) (?:un |una )?"
    r"(?:final(?:es)? (?:muy )?(?:feliz|felices|bonito|divertido)|moraleja|enseñanza|lecci[óo]n|ense[ñn]anzas)"
    r"(?: (?:al final|sobre (?:la|el) \w+|para (?:el|la|los|las|todos)\b[^,.]*))?|que (?:termine|acabe) (?:bien|feliz)"
)
_END_FR = (
    r"(?:et )?(?:avec (?:une |de la )?(?:fin (?:heureuse|joyeuse|drôle)|belle fin|morale|leçon)(?: à la fin)?"
    r"|(?:et )?qui (?:finit|se termine|finisse) bien|qui fait rire|avec (?:de l'|beaucoup d')humour)"
)
_ASKS_ES = (
    r"(?:hola|oye|quiero|quisiera|queremos|necesito|necesitamos|busco|dame|danos|me|nos|le|les|te|puedes|pod[ée]s"
    r"|podr[íi]as|podr[íi]a|puede|que|a|ver|si|gustar[íi]a|encantar[íi]a|leer|tener|escuchar|o[íi]r|pido|pedir"
    r"|h[áa]z(?:me|nos|le)?|hace(?:me|nos|s)?|hag[áa]s|hacer(?:me|nos|le)?|haga|har[íi]as"
    r"|escrib[eaií](?:s|r|me|nos|le|rme|rle|rnos)?|escr[íi]be(?:me|nos|le)|escrib[áa]s"
    r"|cu?[ée]nt[ea](?:s|me|nos|le)?|cont[áa](?:s|me|nos|le|r|rme|rnos|rle)?|cu[ée]ntenos"
    r"|inv[ée]nt[ea](?:s|te|me|nos|le|telo)?|invent[áa](?:me|nos|te|r|rme|s)?|invent[ée]s"
    r"|cr[ée][ae](?:s|me|nos|r|rme)?|gener[ae](?:s|r|me|rme)?|g[ée]nerame|imagin[ae](?:s|te|r)?|im[áa]ginate"
    r"|redact[ae](?:s|r|me)?|narr[ae](?:s|r|me)?|n[áa]rra(?:me|nos)|relat[ae](?:s|r)?|rel[áa]tame|elabor[ae]|prepar[ae]"
    r"|desarroll[ae]|compon|d[íi]me|dime|l[ée]e(?:me)?|este|esta|es|va|otro|otra|un|una|el|la|algún|alguna)"
)
_ASKS_FR = (
    r"(?:salut|je|j'|tu|vous|on|nous|me|m'|moi|-moi|-nous|-lui|lui|leur|est-ce|que|qu'|veux|veut|voudrais|voudrait"
    r"|aimerais|aimerait|souhaite|souhaiterais|cherche|cherchons|besoin|ai|d'|de|il|faut|faudrait|peux(?:-tu)?|peut"
    r"|pourrais(?:-tu)?|pouvez(?:-vous)?|pourriez(?:-vous)?|donne|donnez|raconte[sz]?|raconter|[ée]cri(?:s|t"
    r"|re|vez|ves)"
    r"|fai(?:s|re|tes)|fasses|inventes?|inventer|inventez|imagines?|imaginez|imaginer|cr[ée]e[sz]?|cr[ée]er"
    r"|g[ée]n[èe]re|g[ée]n[ée]rer|r[ée]dige[sz]?|r[ée]diger|compose|composer|lis|lire|dis|c'est|c'|voici|voilà|une?|l'"
    r"|la|le|petite?|autre|jolie|belle|courte)"
)

PATTERNS = {
    "es": Asking(
        greeting=_any(
            r"^(?:¡?(?:hola|buenas(?: tardes| noches)?|buenos d[íi]as|hey|oye|oiga)\b[!,. ]+)+"
            r"|[,. ]*(?<!\w)(?:por favor"
            r"|por fa(?:vor)?|porfa(?:vor|s|a+)?|porfi[s]?|pliss?|please|(?:muchas |mil )?gracias)\b[!.,]*(?= |$)"
        ),
        label=_any(r"^(?:t[íi]tulo|tema|idea|asunto|prompt|argumento|trama)(?: del? cuento)? ?: *"),
        begun=_any(
            r"^(hab[íi]a una vez|[ée]rase una vez|hubo una vez|[ée]rase que se era),? (en [^,]+), (?=un|una|dos|tres)"
        ),
        lead=_any(rf"^[¿¡]?(?:{_ASKS_ES},? )+(?=(?:otro |lindo |bonito |buen |pequeño |breve |corto )?{_STORY_ES}\b)"),
        form=_any(rf"^,? (?:{_LOOK_ES}|{_END_ES}|{_GROUP_ES})\b"),
        tail=_any(
            rf",? (?:{_END_ES}|{_GROUP_ES}|para (?:mañana|hoy|la tarea|el cole)|que (?:dure"
            rf"|tarde) (?:unos )?\d+ minutos"
            r"|(?:de|en)(?: unas| menos de| máximo)? \d+ (?:palabras|minutos|líneas|p[áa]rrafos)"
            r"|para (?:leer|contar)(?:le|les|se)?(?:lo)?(?: a| en| antes)\b[^,.]*|que no (?:sea|d[ée]) (?:muy "
            r"|mucho )?\w+"
            rf"|y que (?:sea|no sea) [^,.]*)[.!]*$"
        ),
        after=_any(
            rf"[,.;:!]+ (?:y )?(?:(?:{_ASKS_ES}),? )+{_STORY_ES}(?: (?:para|a|sobre|de|con) (?:[ée]l|ella|ellos|ellas"
            r"|eso|esto))?[.!]*$"
        ),
        shown=_any(
            r"^(?:(?:este |esto )?(?:es|va|trata|trataba|hablaba|habla)(?: (?:de|sobre)(?= (?:un|la|el|los|las"
            r"|dos|tres)))? "
            r"|este es |esta es |[ée]l de )(?=(?:un|una|unos|unas|dos|tres|la historia|el cuento)\b)"
        ),
        audience=_any(
            r"^(?P<whom>,? para (?:mi|mis|nuestr[oa]) [^,.]{2,40}?),? (?:de|del|con|donde haya) (?=un|una"
            r"|dos|tres|la|el|piratas)"
        ),
        adventure=_any(
            rf"^(?:(?:{_ASKS_ES}) )+algo (?=de |del |sobre |con )|^(?:(?:{_ASKS_ES}) )*(?:las?|una"
            rf"|unas)? ?(?:grand?e?s? |incre[íi]bles? |primeras? )?aventuras? (?=del? )"
        ),
        named=_any(
            r"(?P<kin>(?:mi|mis) \w+)(?P<rest>(?:,? de \d+ años,?)?(?:,? que|,? ?a quien|,? ?le) [^.]*?),? (?:y )?"
            r"(?:que )?se llama (?P<name>\w+)"
        ),
        about=_any(
            r"^,? (?:que (?:trate|hable|vaya|sea|cuente)|(?:y )?(?:trata|va|habla|sobre|acerca)) (?:de"
            r"|sobre)\b(?: la historia de\b)?"
        ),
        story="cuento",
        bedtime="cuento para dormir",
        feast=_any(r"^ de (navidad|reyes|halloween|pascua)\b"),
        sleep=_any(rf",? (?:{_SLEEP_ES})\b"),
    ),
    "fr": Asking(
        greeting=_any(
            r"^(?:(?:bonjour|bonsoir|salut|coucou|all[ôo]|hello)\b[!,. ]+)+|[,. ]*(?<!\w)(?:s'il (?:te"
            r"|vous) pla[iî]t|svp"
            r"|stp|merci(?: d'avance| beaucoup| bien)?)(?!\w)[!.,]*(?= |$)"
        ),
        label=_any(r"^(?:titre|th[èe]me|sujet|id[ée]e|prompt)(?: de l'histoire)? ?: *"),
        begun=_any(
            r"^((?:il|y|l) [ée]tait une fois|(?:il )?y avait une fois),? ((?:dans|en|à|au|sur|sous) [^,]+), "
            r"(?=une? |des |deux |trois )"
        ),
        lead=_any(
            rf"^(?:{_ASKS_FR}[ ,]*)+(?=(?:petite |jolie |belle |autre |courte |longue |petit |beau "
            rf"|court )?{_STORY_FR}\b)"
        ),
        form=_any(rf"^,? (?:{_LOOK_FR}|{_END_FR}|{_GROUP_FR})\b"),
        tail=_any(
            rf",? (?:{_END_FR}|{_GROUP_FR}|pour (?:demain|ce soir)|(?:de|en)(?: moins de)? \d+ (?:mots|minutes"
            rf"|lignes|pages)"
            r"|pas trop longue?|qui (?:ne )?fait pas (?:trop )?peur|et que ce soit [^,.]*)[.!]*$"
        ),
        after=_any(
            rf"[,.;:!]+ (?:et )?(?:(?:{_ASKS_FR})[ ,]*)+{_STORY_FR}(?: (?:pour|à|sur|avec) (?:lui|elle|eux|elles|[cç]a"
            r"|cela))?[.!]*$"
        ),
        shown=_any(r"^(?:c'est|c'était|voici|voilà) (?=(?:une?|des|deux|trois|l'histoire|le conte)\b)"),
        audience=_any(
            r"^(?P<whom>,? pour (?:mon|ma|mes|notre|nos) [^,.]{2,40}?),? (?:avec|d'|de |sur |[àa] propos d'"
            r"|[àa] propos de )"
            r" ?(?=une? |des |deux |trois |la |le |les |l'|un\b)"
        ),
        adventure=_any(
            rf"^(?:(?:{_ASKS_FR})[ ,]*)+quelque chose (?=sur |avec |de )|^(?:(?:{_ASKS_FR})[ ,]*)*(?:les?|la|l'"
            rf"|une)? ?(?:grandes? |incroyables? |premières? )?aventures? "
            r"(?=d'|du |de |des )"
        ),
        named=_any(
            r"(?P<kin>(?:mon|ma|mes) \w+(?:-\w+)?)(?P<rest>(?:,? de \d+ ans,?)?,? (?:qui|à qui) [^.]*?),? (?:et )?"
            r"(?:qui |elle |il )?s'appelle (?P<name>\w+)"
        ),
        about=_any(r"^,? (?:et )?(?:qui parle|qui raconte|qui traite|parlant|racontant) (?=d'|de |du |des |l')"),
        story="histoire",
        bedtime="histoire pour dormir",
        feast=_any(r"^ de (no[ëe]l|p[âa]ques|halloween)\b"),
        sleep=_any(rf",? (?:{_SLEEP_FR})\b"),
    ),
}
STORIES = {"es": _any(rf"\b{_STORY_ES}\b"), "fr": _any(rf"\b{_STORY_FR}\b")}
FEASTS = {"es": "en", "fr": "à"}
