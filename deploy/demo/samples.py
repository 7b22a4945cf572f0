from pathlib import Path


def write_samples(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
