extension PayloadTemplate {
    /// Takes texts apart as long as they have this shape.
    ///
    /// - Parameters:
    ///   - first: the first text.
    ///   - slices: where the values of each go, one after the other.
    /// - Returns: how many texts have it.
    func match(_ texts: PayloadTexts, from first: Int, into slices: inout [Slice]) -> Int {
        withUnsafeTemporaryAllocation(of: Slice.self, capacity: kinds.count) { values in
            withMatcher { matcher in
                var row = first
                while row < texts.count, matcher.match(texts[row], base: texts.start(of: row), into: values) {
                    slices.append(contentsOf: UnsafeBufferPointer(values))
                    row += 1
                }
                return row - first
            }
        }
    }

    private func withMatcher<Result>(_ body: (Matcher) -> Result) -> Result {
        literals.withUnsafeBufferPointer { literals in
            ends.withUnsafeBufferPointer { ends in
                kinds.withUnsafeBufferPointer { kinds in
                    body(Matcher(literals: literals, ends: ends, kinds: kinds))
                }
            }
        }
    }

    /// A shape where it lies: looking at one text after the other copies no reference.
    private struct Matcher {
        let literals: UnsafeBufferPointer<UInt8>
        let ends: UnsafeBufferPointer<Int>
        let kinds: UnsafeBufferPointer<Kind>

        /// Whether a text has this shape; its values are then in `slices`, counted from `base`.
        @inline(__always)
        func match(
            _ text: UnsafeBufferPointer<UInt8>, base: Int, into slices: UnsafeMutableBufferPointer<Slice>
        ) -> Bool {
            var place = 0
            var literal = 0
            for index in kinds.indices {
                let end = ends[index]
                guard isEqual(text, place, literal, end - literal) else { return false }
                place += end - literal
                literal = end
                let next = self.end(of: index, in: text, from: place)
                slices[index] = Slice(
                    start: UInt32(truncatingIfNeeded: base + place), count: UInt32(truncatingIfNeeded: next - place))
                place = next
            }
            return text.count - place == literals.count - literal
                && isEqual(text, place, literal, literals.count - literal)
        }

        /// Where a value ends: one that is no string where what follows it begins, which is found sooner than its end.
        @inline(__always)
        private func end(of value: Int, in text: UnsafeBufferPointer<UInt8>, from place: Int) -> Int {
            if kinds[value] == .string { return PayloadTemplate.stringEnd(text, place) }
            let literal = ends[value]
            guard ends[value + 1] > literal else { return PayloadTemplate.bareEnd(text, place) }
            return PayloadTemplate.next(literals[literal], text, place)
        }

        @inline(__always)
        private func isEqual(_ text: UnsafeBufferPointer<UInt8>, _ place: Int, _ literal: Int, _ count: Int) -> Bool {
            guard text.count - place >= count, let left = text.baseAddress, let right = literals.baseAddress else {
                return count == 0
            }
            return UnsafeRawPointer(left + place).isEqual(to: right + literal, count: count)
        }
    }

    // MARK: Scanning

    /// The place of the next such byte, found eight at a time; the end where there is none.
    @inline(__always)
    private static func next(_ byte: UInt8, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var place = start
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let found = zeros(word ^ pattern)
            guard found == 0 else { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < bytes.count, bytes[place] != byte { place += 1 }
        return place
    }

    /// The place of the unescaped quotation mark that ends a string, or the end of the text.
    @inline(__always)
    static func stringEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var place = start
        while place < text.count {
            place = nextMark(text, place)
            guard place < text.count, text[place] != UInt8(ascii: "\"") else { break }
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place, text.count)
    }

    /// The place of the next quotation mark or backslash, found eight bytes at a time; or one shortly before the end.
    @inline(__always)
    private static func nextMark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        var place = start
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let marks = zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            guard marks == 0 else { return place + marks.trailingZeroBitCount / 8 }
            place += 8
        }
        return place
    }

    /// A set bit in the first byte that is zero, none where none is; those of later bytes mean nothing.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    @inline(__always)
    static func bareEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var place = start
        while place < text.count, isBare(text[place]) { place += 1 }
        return place
    }

    /// What numbers, `true`, `false` and `null` are made of: no punctuation of JSON and no space.
    @inline(__always)
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
