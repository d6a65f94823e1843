"""How stories are judged: figures by checkers that are not ours, over prompts that no code was written for."""
