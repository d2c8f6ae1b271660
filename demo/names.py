"""Made-up places and people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cast:
    """The names that the stories of one language use."""

    towns: tuple[str, ...]
    rivers: tuple[str, ...]
    people: tuple[str, ...]
    reporters: tuple[str, ...]
    weekdays: tuple[str, ...]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


CASTS = {
    "en": Cast(
        towns=_names(
            "Varnholm, Tessaly Bridge, Oskerry, Pellworth, Marrowgate, Sundel, Quillan Bay, Hesper Point, Lowmere,"
            "Brackstead, Ardenhythe, Fennimore Quay, Saltmouth, Dunvarra, Kestrel Ness, Ivelstow, Orrin Sands, Thackley"
        ),
        rivers=_names("Arle, Vesk, Tarrow, Immen, Solder, Little Oake"),
        people=_names(
            "Marta Quillon, Jory Ashdown, Ines Vardal, Piet Hollander, Rosalind Teague, Anders Kvist, Noor Havili,"
            "Tomas Brede, Edda Farrow, Lucan Price, Ottilie Marsh, Bram Tolliver, Selma Oduya, Casimir Wren,"
            "Greta Sandoval, Hugh Penrose, Yara Lindqvist, Ferdie Maddock, Alma Castell, Ruben Thorne, Wanda Ostrow,"
            "Kit Amberley"
        ),
        reporters=_names("Nell Harrow, Idris Fenn, Paula Vance, Joost Merrick, Tilda Moss, Amos Greer"),
        weekdays=_names("Monday, Tuesday, Wednesday, Thursday, Friday"),
    ),
    "ru": Cast(
        towns=_names(
            "Сольград, Верхнеозёрск, Камышин Брод, Тихая Гавань, Липовец, Старомостье, Новый Причал, Белозорье"
        ),
        rivers=_names("Ольха, Верея, Сухона Малая, Камышинка, Тихвица"),
        people=_names("Мирон Лукашин, Савва Дольский, Прохор Вешняк, Аркадий Снетков, Игнат Берестов, Юлиан Ковырин"),
        reporters=_names("Вера Полозова, Глеб Ракитин, Нина Островая"),
        weekdays=_names("понедельника, вторника, среды, четверга, пятницы"),
    ),
}
