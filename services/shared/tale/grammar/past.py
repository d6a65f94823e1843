"""The simple past, third person singular, of a Spanish or French infinitive phrase: "abrir @" gives "abrió @".

Endings by rule; what no rule makes stands below, by how the infinitive ends, so that compounds come with it.
"""

import re

from services.shared.tale.grammar.elision import elides


def _pairs(text: str) -> dict[str, str]:
    """Of "tener:tuvo poner:puso"."""
    return dict(pair.split(":") for pair in text.split())


_SPANISH = _pairs(
    "tener:tuvo poner:puso venir:vino hacer:hizo decir:dijo traer:trajo ducir:dujo querer:quiso poder:pudo"
    " saber:supo haber:hubo satisfacer:satisfizo reír:rió freír:frió oír:oyó dormir:durmió hervir:hirvió"
    " rendir:rindió pentir:pintió gemir:gimió cebir:cibió quirir:quirió"
    " morir:murió pedir:pidió medir:midió servir:sirvió seguir:siguió vestir:vistió repetir:repitió elegir:eligió"
    " sentir:sintió mentir:mintió vertir:virtió ferir:firió herir:hirió gerir:girió querir:quirió petir:pitió"
    " rretir:rritió teñir:tiñó reñir:riñó ceñir:ciñó bullir:bulló gruñir:gruñó caber:cupo erguir:irguió regir:rigió"
)
"""By how an infinitive ends."""
_SPANISH_WHOLE = _pairs(
    "ser:fue ir:fue dar:dio ver:vio prever:previó entrever:entrevió estar:estuvo andar:anduvo desandar:desanduvo"
    " reír:rio freír:frio criar:crio guiar:guio fiar:fio liar:lio piar:pio"
)
"""Whole words: "estar", but not "contestar"; "reír" of one syllable, but not "sonreír"."""
_ENCLITIC = re.compile(r"(.*[aeiáéí]r)(se|me|te|nos|os)?(lo|la|los|las|le|les)?")
_FRENCH = _pairs(
    "venir:vint tenir:tint courir:courut mourir:mourut quérir:quit voir:vit savoir:sut pouvoir:put vouloir:voulut"
    " devoir:dut cevoir:çut asseoir:assit valoir:valut falloir:fallut avoir:eut prendre:prit mettre:mit faire:fit"
    " dire:dit lire:lut écrire:écrivit crire:crivit rire:rit suivre:suivit vivre:vécut boire:but croire:crut"
    " naître:naquit plaire:plut taire:tut uire:uisit eindre:eignit aindre:aignit oindre:oignit coudre:cousit"
    " moudre:moulut soudre:solut vaincre:vainquit battre:battit être:fut clure:clut clore:clot"
    " pleuvoir:plut mouvoir:mut haïr:haït"
)
_FRENCH_CON = re.compile(r"(.*)(conn|par)aître")
_FRENCH_PARTS = re.compile(
    r"(?P<not>ne |n')?(?P<no>(?:(?:pas|plus|jamais|rien) )*)(?P<adverb>(?:(?:bien|mieux|mal|tout|enfin|vite) )*)"
    r"(?P<clitic>(?:(?:se|me|te|le|la|les|lui|leur|y|en) |[smtl]')*)(?P<verb>\S+)(?P<rest>.*)"
)


def spanish(phrase: str) -> str:
    """Of a phrase that begins with an infinitive, which can have pronouns at its end, or be denied ("no rendirse")."""
    denied = "no " if phrase.startswith("no ") else ""
    infinitive, space, rest = phrase.removeprefix("no ").partition(" ")
    return f"{denied}{_spanish(infinitive)}{space}{rest}"


def _spanish(infinitive: str) -> str:
    if (match := _ENCLITIC.fullmatch(infinitive)) and (match[2] or match[3]):
        # "Dárselo" has an accent for its length only; "reírse" has one of its own.
        base = re.sub(r"(?<![aeo])ír$|[áé]r$", lambda end: end[0].translate(str.maketrans("áéí", "aei")), match[1])
        return " ".join([part for part in (match[2], match[3]) if part] + [_spanish(base)])
    if whole := _SPANISH_WHOLE.get(infinitive):
        return whole
    for ending in sorted(_SPANISH, key=len, reverse=True):
        if infinitive.endswith(ending):
            return infinitive.removesuffix(ending) + _SPANISH[ending]
    stem = infinitive[:-2]
    if infinitive.endswith("ar"):
        return f"{stem}ó"
    # "leer, caer, construir" but not "seguir": a vowel before the ending makes a y.
    if re.search(r"[aeo]$|[^gq]u$", stem):
        return f"{stem}yó"
    return f"{stem}ió"


def french(phrase: str) -> str:
    """Of a phrase with an infinitive, before which there can be "ne plus", an adverb and pronouns.

    "Ne pas se décourager" gives "ne se découragea pas", "bien dormir" gives "dormit bien".
    """
    parts = _FRENCH_PARTS.fullmatch(phrase)
    if parts is None:
        raise ValueError(f"{phrase!r} does not begin with a French infinitive")
    after = parts["no"] + parts["adverb"]
    said = parts["clitic"] + " ".join([_french(parts["verb"]), *after.split()])
    if parts["not"]:
        elided = elides(said) or re.match(r"(?:y|en) ", said)
        said = ("n'" if elided else "ne ") + said
    return said + parts["rest"]


def _french(infinitive: str) -> str:
    if match := _FRENCH_CON.fullmatch(infinitive):
        return f"{match[1]}{match[2]}ut"
    for ending in sorted(_FRENCH, key=len, reverse=True):
        if infinitive.endswith(ending):
            return infinitive.removesuffix(ending) + _FRENCH[ending]
    if infinitive.endswith("ger"):
        return f"{infinitive[:-2]}ea"
    if infinitive.endswith("cer"):
        return f"{infinitive[:-3]}ça"
    if infinitive.endswith("er"):
        return f"{infinitive[:-2]}a"
    return f"{infinitive[:-2]}it"
