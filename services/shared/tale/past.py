"""The simple past, third person singular, of a Spanish or French infinitive phrase: "abrir @" gives "abrió @".

Endings by rule; what no rule makes stands below, by how the infinitive ends, so that compounds come with it.
"""

import re

_SPANISH = dict(
    pair.split(":")
    for pair in (
        "tener:tuvo poner:puso venir:vino hacer:hizo decir:dijo traer:trajo ducir:dujo querer:quiso poder:pudo"
        " saber:supo haber:hubo estar:estuvo andar:anduvo satisfacer:satisfizo reír:rió freír:frió oír:oyó"
        " dormir:durmió"
        " morir:murió pedir:pidió medir:midió servir:sirvió seguir:siguió vestir:vistió repetir:repitió elegir:eligió"
        " sentir:sintió mentir:mintió vertir:virtió preferir:prefirió herir:hirió sugerir:sugirió petir:pitió"
        " rretir:rritió teñir:tiñó reñir:riñó ceñir:ciñó bullir:bulló gruñir:gruñó zambullir:zambulló caber:cupo"
        " erguir:irguió regir:rigió"
    ).split()
)
_SPANISH_WHOLE = {"ser": "fue", "ir": "fue", "irse": "se fue", "dar": "dio", "ver": "vio", "prever": "previó"}
_SPANISH_WHOLE |= {"reír": "rio", "reírse": "se rio", "freír": "frio", "criar": "crio", "guiar": "guio"}
_SPANISH_WHOLE |= {"fiar": "fio", "liar": "lio"}
_FRENCH = dict(
    pair.split(":")
    for pair in (
        "venir:vint tenir:tint courir:courut mourir:mourut quérir:quit voir:vit savoir:sut pouvoir:put vouloir:voulut"
        " devoir:dut cevoir:çut asseoir:assit valoir:valut falloir:fallut avoir:eut prendre:prit mettre:mit faire:fit"
        " dire:dit lire:lut écrire:écrivit crire:crivit rire:rit suivre:suivit vivre:vécut boire:but croire:crut"
        " naître:naquit plaire:plut taire:tut uire:uisit eindre:eignit aindre:aignit oindre:oignit coudre:cousit"
        " moudre:moulut soudre:solut vaincre:vainquit battre:battit être:fut clure:clut traire:tira"
        " pleuvoir:plut mouvoir:mut"
    ).split()
)
_FRENCH_CON = re.compile(r"(.*)(conn|par)aître")


def spanish(phrase: str) -> str:
    """Of a phrase that begins with an infinitive, which can be reflexive."""
    infinitive, _, rest = phrase.partition(" ")
    return f"{_spanish(infinitive)} {rest}".strip()


def _spanish(infinitive: str) -> str:
    if whole := _SPANISH_WHOLE.get(infinitive):
        return whole
    if infinitive.endswith(("arse", "erse", "irse", "írse")):
        return f"se {_spanish(infinitive[:-2])}"
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
    """Of a phrase that begins with an infinitive, which can be reflexive or denied ("ne plus avoir peur")."""
    if match := re.match(r"(ne (?:plus|pas|jamais)) (.*)", phrase):
        negative, word = match[1].split()
        finite, _, rest = french(match[2]).partition(" ")
        link = "n'" if finite[0] in "aeiouéèê" else f"{negative} "
        return f"{link}{finite} {word} {rest}".strip()
    infinitive, _, rest = phrase.partition(" ")
    if infinitive == "se":
        infinitive, _, rest = rest.partition(" ")
        return f"se {_french(infinitive)} {rest}".strip()
    if infinitive.startswith("s'"):
        return f"s'{_french(infinitive[2:])} {rest}".strip()
    return f"{_french(infinitive)} {rest}".strip()


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
