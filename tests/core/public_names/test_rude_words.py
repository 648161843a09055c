"""Public names: profanity, slurs and cries against immigrants are found however they are spelled; real names pass."""

import subprocess
import sys

from bot.core.public_names.public_names import is_plain

RUDE = """
Fuck Immigrants|F u c k|fvck|Fvck You|F-u-c-k|F.u.c.k|F'u'c'k|Fuuuuck Off|Fu ck|Phuck|Fucker|FuckICE|Fück|Ｆｕｃｋ|fuсk
Fcuk|Fuk You|Mother Fucker|Sh-it|Shit|S.h.i.t|S h i t|Shiiit|Shithead|Eat Shit|Bullshit|B.i.t.c.h|Biitch|Cunt|C u n t
C-unt|Whore|W h o r e|Asshole|Ass Hole|A s s|Dickhead|Dick Head|Suck My Dick|Big Dick|Blow Job|Rapist|Puta|Pendejo
Hijo De Puta|Wetback|Wet-back|Wet Back|Wetbacks|Wеtback|Beaner|Bea-ner|Spic|S p i c|Spics|Chink|Gooks|Ching Chong|Mojado
Mojados|Pinche Mojado|Raghead|Towelhead|Sand Nigger|Nigger|N i g g e r|Niiigger|Nigga|Kikes|Faggot|Tranny|Hitler
Sieg Heil|White Power|White Pride|Illegals Out|Illegal Alien|Ilegales|Anchor Baby|Build The Wall|Go Home|GoHome|Go back
Migrants Go Home|Immigrants Out|No Immigrants|Deport Them|Deport-them|Send Them Back|Kill All Immigrants|Vete A Casa
"""
# From many cultures, including names that a list of English words would refuse.
REAL = """
Dick Wang|Dick|Fuk Yuen|Fuk-Shing Chan|Ka Fuk|Jenny Butt|Asma Butt|Sally Hoe|Hoe Wei Ling|Ng|Wai Ng|Phuc Nguyen|Phúc
Bich Ngoc|Bích|Dung Tran|Dũng|Kike Hernández|Semen Ivanov|Anal Shah|Harshit Patel|Ishita|Akshit|Sukhdeep|Suk Lee
Dong Wang|Wang Fang|Gay Talese|Fanny|Randy Cox|Hitchcock|Hancock|Cummings|Alan Cumming|Cumali|Dickson|Titus|Tit Novak
Concha López|Bastardo Ruiz|Nigel|Kim Jong-gook|Min Gook|Jap Singh|Paki Jones|Poon Wai|Shih Hsun|Shitara|Matsushita
Takashi Tanaka|Assa|Assad|Hassan|Cassandra|Yasser|Lolita|Sachit|Prashit|Anusha|Anas|Kumar|Fagan|Chin Kim|Chin Ka|Spicer
Mikey Coon|Beane|Porn Suwan|Pornthip|Supaporn|Uğur Kunt|Isis Gómez|Osama|Jihad Saleh|Adolfo|Mohammed|Jesús María|Kok Wei
Wan King|Ho Chi|Hooker|Van Dyke|Gaylord|Pooja|Hung Lo|Nga|Nigar|Niger|Morón|Putri|Diego|Die Witte|Slutsky|Analía
Dagoberto|Alien de Vries|Kafir|Raper|Mia Khalifa|Ma Fu Kai|Fu Kuan|Nishit|Dikshit|Randi|Kutty|Salas|Boobalan|Craghead
Annus|Rappe|Fagg|Pollack|Heil|Verga|Negro|Pinche|Orina|Shota|Maria de Porto|Lü|Nguyễn Thị Minh Khai|Oyelaran|Ọládélé
Chukwuemeka|Aïssatou|Thạch|Þóra|Łukasz|Søren|Mwangi|Tshepo|Nokuthula|Xochitl|Itzel|Cuauhtémoc|Keahi|Wiremu|Leilani
Jagmeet|Gurpreet|Thi Ha|Aung San|Sovann|Chanthavy|Xiong Pao|Bounmy|Datu|Maricel|Jejomar|김지자|박근친
王丽|李性|محمد|Юлія|Ելենա
"""


def split_names(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|") if name]


def test_insults_are_refused() -> None:
    assert [name for name in split_names(RUDE) if is_plain(name)] == []


def test_real_names_are_accepted() -> None:
    assert [name for name in split_names(REAL) if not is_plain(name)] == []


def test_the_list_is_loaded_lazily() -> None:
    code = "import sys, bot.app.app; sys.exit('glin_profanity' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
