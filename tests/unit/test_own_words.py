"""Which words of a prompt stand in a tale of its own language, and which in one of another."""

import pytest

from pipeline.v1 import parts_pb2
from services.shared.tale.telling.prompt import plan_for
from services.shared.tale.telling.teller import tell


def told(prompt: str, language: str, code: str) -> str:
    """The tale in the language of this BCP-47 code, of a prompt in another or the same one."""
    plan = plan_for(parts_pb2.Prompt(text=prompt, seed=1, length=200), language)
    tale = tell(plan, code)
    return " ".join(sentence.text for scene in tale.scenes for paragraph in scene for sentence in paragraph)


@pytest.mark.parametrize(
    ("prompt", "language", "said"),
    [
        ("Une licorne perd sa corne la veille du grand bal", "fr", "licorne"),
        ("Le chum de Léa perd ses souliers", "fr", "souliers"),
        ("un chancho busca su auto", "es", "chancho"),
        ("un viejo piñatero hace juguetes", "es", "piñatero viejo"),
    ],
)
def test_the_prompts_own_nouns_stay(prompt: str, language: str, said: str) -> None:
    """Neither is a pig by another name than the prompt's, nor is a trade that no table has left out."""
    assert said in told(prompt, language, language)


@pytest.mark.parametrize("code", ["es", "fr"])
def test_no_english_in_another_language(code: str) -> None:
    """A part that has no word there is left out, and so is an adjective."""
    text = told("A flummoxed cook delivers a letter to the bailiwick of the king", "en", code)
    assert "flummoxed" not in text
    assert "bailiwick" not in text


def test_no_spanish_in_english() -> None:
    """Somebody whose trade only Spanish has a word for is a character there."""
    assert "piñatero" not in told("un viejo piñatero hace juguetes", "es", "en")


def test_what_was_done_to_somebody_is_over() -> None:
    """A passive of the prompt stands in the simple past."""
    assert "fut remplacée par un robot" in told("La maîtresse d'école est remplacée par un robot", "fr", "fr")
