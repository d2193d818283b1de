/// Words that carry grammar and no meaning of their own.
enum StopWords {
    static let english = Set(
        """
        a about above across actually after again against all almost alone along already also although always am among
        an and another any anybody anyone anything are aren't around as ask at away back be because been before behind
        being below beneath beside besides between beyond both but by can can't cannot come could couldn't did didn't do
        does doesn't doing done don't down during each either else enough even ever every everybody everyone everything
        except far few find for from further gave get give given go goes going gone got had has have haven't having he
        her here hers herself him himself his how however i if in inside instead into is isn't it it's its itself just
        keep know known least less let let's like long made make makes many may maybe me might mine more most much must
        my myself near neither never next no nobody none nor not nothing now of off often on once one only onto or other
        others our ours out outside over own per perhaps put quite rather really said same say see seen several shall she
        should since so some somebody someone something sometimes somewhere soon still such take than that that's the
        their theirs them themselves then there therefore these they this those though through throughout thus to
        together too toward towards two under unless until up upon us used very via vs versus want was we well went were
        what whatever when where whether which while who whole whom whose why will with within without would yet you your
        yours yourself
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
