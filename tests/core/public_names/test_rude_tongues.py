"""Insults in callers' languages are refused as names, however they are spelled; real names are accepted."""

from bot.core.public_names.public_names import is_plain
from tests.core.public_names.test_rude_words import split_names

RUDE = """
操你妈|操 你 妈|操-你-妈|他媽的|雞巴|傻逼|幹你娘|滚回中国|滾回去|非法移民|씨발|씨 발|씨발놈|개새끼|병신
미친년|지랄|địt mẹ|Địt|Lồn|cặc|đ ị t|đụ má|dit me may|Putang Ina|Putangina|P u t a n g i n a|Tangina mo
Pakyu|Tarantado|Pokpok|Connard|C o n n a r d|Salope|Salooope|Enculé|Nique ta mère|Fils de pute|Ta gueule
Caralho|Cаrаlho|Filho da puta|Vai tomar no cu|Foda-se|Cuzão|شرموطة|الشرموطة|كس أمك|كس امك|قحبة|منيوك
ابن الكلب|زب|Kos omak|Sharmouta|Ssibal|Caonima|Cao Ni Ma|c.a.o.n.i.m.a|Ｃａｏｎｉｍａ|Rentre chez toi
"""
REAL = """
Phuc|Phúc|Dong|Dung|Bich|Bích|Long Duc Dong|Sexton|Anne Sexton|Dick|Cummings|Hooker|Kok|Wang|Yoo Suk|Suk-ju
Scunthorpe|Penistone|Lightwater|Essex Jones|Arsenault|Bassett|Cockburn|Hitchens|Dickinson|Assange|Titsworth
Shittu|Fuchs|Focker|Kuntz|Weiner|Butts|Gaylord|Nguyen Thi Lon|Lồng|Đỗ Thị Du|Du Ma|Cao Di|Cao Nima Sherpa
Di Cao|Đinh|Đức|Cúc|Hồ Cúc|Điệp|Dũng|Ngọc Bích|Phước|Fernando Gago|Bilat|Burat|Bayag|Bobo|Titi|Tanga|Pinto
Amador|Pau Gasol|Saco|Mama|Burro|Veado|Péter|Negre|Bite|Porras|Salopek|Buceta|Macaco|Corno|Corral|Kalbi
كلثوم|حسن|زينب|زبيدة|نيكول|محمد علي|طيبة|شعر|فارس|لبنى|خولة|عرفات|李性|王干|操秀英|黄鸡|奶奶|白雪|陈思
范冰冰|郝思嘉|史珍香|杜子腾|殷道|김지자|박보지|유모|노모|신병|시발|강건|씨엔|이병신우|Kim Jong|Park Suck
Ji Ral|Jot|Manoj Kumar|Min Ah|Ina Moreno|Ina M.|Kos Oma|Niquette|Dominique|Monique|Nique|Merdeka|Fodor
Foderaro|Otari|Ola Yas|Layas|Ulola|Tamade|Tama De Leon|Ta Ma|Kim Si Bal|Cut Nyak Dien|Cut Di|Me May|Mai Me
Sharma|Sharmut|An Cuc|Vu An Cut|Do Cho|Cho De|Con Cho|Kapil Sibal|Nick نيك|نيك|Ina Mo|Tang Ina|Pak Yu
Youpin Li|N. T. M. Tran|F.D.P. Costa|Vai Lon|Jean Batard|강간난|김병신|Feinstein|Wasserman Schultz|Cuellar
Butterfield|Cassidy|Titus|Kuster|Fitzpatrick|Hastings|Cockrell|Analilia|Assefa|Dikembe|Phucas|Xiao Shabi
Wen Shi|Shi Ting|Yu Fu|Hui Dang|Thi Thu Dung|Ngoc Bich Dong|Duc Phuc|Jeong Suk|Ji Suk|Bum Suk|Sukhwinder
"""


def test_insults_in_any_language_are_refused() -> None:
    assert [name for name in split_names(RUDE) if is_plain(name)] == []


def test_names_that_resemble_insults_are_accepted() -> None:
    assert [name for name in split_names(REAL) if not is_plain(name)] == []
