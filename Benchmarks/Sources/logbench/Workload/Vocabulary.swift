import EventStore

/// What the workload's texts, names and ids are made of.
enum Vocabulary {
    static let clients = ["claude", "cursor", "moneyprinter call", "inspector", "vscode", "zed"]
    static func principals(_ count: Int) -> [String] { ["local"] + (1..<max(1, count)).map { "key-team-\($0)" } }
    static let hosts = (0..<8).map { "1a2b3c\($0)d" }
    static let languages = ["en", "en", "en", "en", "de", "fr", "es", "pt", "ja", "zh"]
    static let rules = ["high_error_rate", "slow_requests", "tool_failure_spike", "queue_growth", "disk_low"]
    static let stages = ["script", "terms", "voice", "music", "visuals", "render", "mux", "poster"]
    static let providers = ["api.openai.com", "api.pexels.com", "pixabay.com", "127.0.0.1"]

    static let words = """
        about accounting after air all also always ancient animal answer apple architecture around art audience autumn \
        baker balance bank beach beautiful because before begin behind best between bird blue board book bread bridge \
        bright build business butter camera candle careful castle cat century chance change cheap child choice city \
        class clear climate cloud coast coffee cold color common company computer cook copper corner cotton country \
        course create culture dark daughter day deep design desert detail diamond different dinner discover distance \
        doctor dog door dream early earth east easy economy effort electric energy engine enough evening every example \
        experience explain eye family famous farm fast feather field film find fire first fish flower food forest form \
        found free fresh friend fruit future garden general gentle glass gold good grain grass great green ground group \
        grow habit half hand happy harbor healthcare heart heavy hidden high hill history home honest horse hour house \
        human idea important industry inside interest invention iron island journey keep kitchen knowledge lake \
        language large late laugh leaf learn leather letter library light line listen little local long machine market \
        master material matter meadow meaning measure medicine memory metal method middle milk mind minute mirror \
        modern moment money month moon morning mountain movement museum music nation nature near new night north number \
        ocean office old open orange order origin paint paper park part past pattern people perfect picture pioneer \
        place plain planet plant plastic play pleasant poem point pond popular possible power practice present price \
        problem process product promise public purpose quality question quick quiet railway rain reason record red \
        region remember research rest rich river road robot rock roof room root round safe salt sand scene school \
        science sea season second secret seed shadow shape shelter ship short silent silver simple sister skill sky \
        slow small smart smoke snow society soft soil song sound south space speed spring square stage star station \
        steam steel stone story street strong student summer sun surface sweet system table tea teacher technology \
        temple theater thing thought thread time together tomorrow tool tower town trade train travel tree true under \
        universe valley value village violin vision visit voice walk wall warm watch water wave weather west wheel \
        white wild wind window winter wise wonder wood word work world writer yellow young
        """.split(separator: " ").map(String.init)
}

extension Seeded {
    mutating func traceID() -> TraceID { TraceID(high: next() | 1, low: next()) }
    mutating func spanID() -> SpanID { SpanID(next() | 1) }

    /// Eight hexadecimal digits.
    mutating func shortID() -> String { String(SpanID(next()).hex.prefix(8)) }

    /// A random UUID (version 4) in lower case.
    mutating func uuid() -> String {
        let high = SpanID(next() & ~0xF000 | 0x4000).hex
        let low = SpanID(next() & ~(3 << 62) | 2 << 62).hex
        return "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-\(high.suffix(4))-\(low.prefix(4))-\(low.suffix(12))"
    }

    /// Plain words; the shorter half of the alphabet's list comes up more often than the rest.
    mutating func text(words count: Int) -> String {
        var text = ""
        for index in 0..<count {
            if index > 0 { text += " " }
            text += chance(60) ? Vocabulary.words[below(64) * 6] : pick(Vocabulary.words)
        }
        return text
    }

    /// Sentences of some words each.
    mutating func prose(sentences: Int) -> String {
        (0..<sentences).map { _ in "The \(text(words: 5 + below(8)))." }.joined(separator: " ")
    }
}
