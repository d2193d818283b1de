/// Where the values of one column are taken from, and how far they have been taken.
struct PayloadColumn {
    let mode: PayloadColumnMode
    /// The next value: of texts and constants within the block, of a dictionary the next index there, of numbers and
    /// words the next in ``PayloadValues``.
    var place: Int
    /// Of a constant, where it ends; of texts the next length, of a dictionary its first entry in ``PayloadValues``.
    var table = 0
    var decimals = 0
    var hasFraction = false
}

/// The values of all columns of a block that are more than bytes of it.
struct PayloadValues {
    /// Where an entry of a dictionary lies within the block.
    struct Entry {
        let start: Int32
        let count: Int32
    }

    let source: PayloadDecoder.Source
    var numbers: [Int64] = []
    var words: [UInt64] = []
    var lengths: [Int32] = []
    var entries: [Entry] = []
    /// New words come in the order of the columns, not of the rows.
    var nextWord: Int

    init(_ source: PayloadDecoder.Source) {
        self.source = source
        nextWord = source.firstNewWord
    }
}
