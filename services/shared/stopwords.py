"""Words that say little by themselves: no names, no keywords."""

STOP_WORDS = {
    "en": frozenset(
        "a about after again all almost along also always am an and another any anybody are around as asked at away"
        " back be because been before behind being both but by came can come could day days did do does done down each"
        " enough even evening every everybody exactly far few first for forgot found from gave go good got had half"
        " has have he her here hers herself him himself his how i if in into is it its itself just knew know last"
        " later left less let like long looked lot made make many me mean more morning most much my myself near"
        " never next night no nobody not nothing now of off often on once one only or other our out over own put ran"
        " said same saw say says see seemed she should since so some somebody something soon still such take than"
        " thank that the their them then there they thing things this those thought three through to together told"
        " too towards turned twice two under until up us very want wanted was way we went were what when where which"
        " while who whole whom why will with without words would yet you your"
        .split()
    ),
    "es": frozenset(
        "a al algo alguien alguna algunas algún algunos allá allí ante antes aquel aquella aquellas aquello"
        " aquellos aquí así aun aunque aún bajo bien cada casi como con contra cosa cosas cuál cuando cuándo cuánto"
        " cómo da de decir dejó del desde después día días dice dijo donde dónde dos durante e él el ella ellas ello"
        " ellos en entonces entre era eran eres es esa esas ese eso esos esta está estaba estaban estar estas este"
        " esto estos estoy estás fue fueron fui gran había habían hacer hacia han hasta hay haz he hizo hoy iba ir"
        " jamás juntos la las le les lo los luego mas más me mejor menos mi mientras mis mismo mucho muchos muy mí"
        " nada nadie ni ninguna ninguno no noche nos nosotros nuestra nuestro nunca o os otra otras otro otros para"
        " parecía pero poco podía poder por porque primero puede puedo pues que qué quería quién quien quiero saber"
        " se según ser si siempre sí sin sino sobre solo sólo son soy su sus sé también tan tanto te tenía tener"
        " tiene tengo ti toda todas todavía todo todos tras tres tu tus tú un una unas uno unos usted vez veces vio"
        " y ya yo"
        .split()
    ),
    "fr": frozenset(
        "à ai aime ainsi alors après as assez au aucun aucune aujourd aussi autre autres aux avait avaient avant avec"
        " avez avoir avons bien beaucoup c ça car ce cela celle celui cent ces cet cette chaque chez chose choses comme"
        " comment contre d dans de déjà depuis dernier derrière des deux devant dire dit dois doit donc dont du elle"
        " elles en encore enfin ensuite entre es est et étaient était étais être eu eux fait faire fois font fut grand"
        " ici il ils j jamais je jour jours jusqu l la là le les leur leurs lorsqu lors lui m ma maintenant mais me"
        " même mes mieux moi moins mon n ne ni non nos notre nous nuit on ont ou où par parce parfois pas pendant peu"
        " peut peux plus plusieurs pour pourquoi pouvait premier près presque puis puisqu qu quand que quel quelle"
        " quelque quelques qui quoi rien s sa sans se ses seul seulement si soir son sont soudain sous souvent suis sur"
        " t ta tant te tes toi ton toujours tous tout toute toutes très trois trop tu un une va vers veut veux voici"
        " voilà voir vos votre voulait vous vraiment y"
        .split()
    ),
}  # fmt: skip
"""By BCP-47 code, in lower case."""
