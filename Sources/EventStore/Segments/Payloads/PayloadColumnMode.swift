/// How the values of one column are stored.
enum PayloadColumnMode: UInt8 {
    /// Texts, each ended by a line feed: JSON has none within a value.
    ///
    /// Format 2 only.
    case lines = 0
    /// Texts with their lengths before them.
    ///
    /// Format 2 only.
    case sized = 1
    /// The same text in every row, stored once.
    case constant = 2
    /// 16 hexadecimal digits: one word.
    case word = 3
    /// 32 hexadecimal digits: two words.
    case wordPair = 4
    /// A UUID: two words.
    case uuid = 5
    /// 64 hexadecimal digits: four words.
    case wordQuad = 6
    /// Texts; their lengths are numbers.
    case texts = 7
    /// Distinct texts, and which of them each row has.
    case dictionary = 8
    /// A text for each entry of another column's dictionary.
    case mapped = 9
    /// The identifier in the name of the event's stream.
    case stream = 10
    /// Decimal numbers.
    case number = 11
    /// ISO 8601 in UTC.
    case moment = 12

    /// The words of an identifier.
    var wordCount: Int {
        switch self {
        case .word: 1
        case .wordPair, .uuid: 2
        case .wordQuad: 4
        default: 0
        }
    }
}
