/// One value of each row of a group, as it lies in the bytes of all payloads.
struct ColumnValues: RandomAccessCollection {
    let arena: UnsafeBufferPointer<UInt8>
    let slices: UnsafeBufferPointer<PayloadTemplate.Slice>

    var startIndex: Int { 0 }
    var endIndex: Int { slices.count }

    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        let slice = slices[row]
        return UnsafeBufferPointer(rebasing: arena[Int(slice.start)..<Int(slice.start + slice.count)])
    }

    var isConstant: Bool { count > 1 && allSatisfy { $0.isEqual(to: self[0]) } }

    /// The words of all values, one after the other; nil where one is not an identifier of that mode.
    func words(_ mode: PayloadColumnMode) -> [UInt64]? {
        let size = self[0].count
        var found: [UInt64] = []
        found.reserveCapacity(count * mode.wordCount)
        for row in indices {
            guard self[row].count == size, IdentifierText.append(self[row], mode, to: &found) else { return nil }
        }
        return found
    }

    /// All values as moments; nil where one is none, or their decimals differ.
    func moments() -> (values: [Int64], decimals: Int)? {
        guard let decimals = MomentText.decimals(forCount: self[0].count) else { return nil }
        var parser = MomentText()
        var found: [Int64] = []
        found.reserveCapacity(count)
        for row in indices {
            guard let moment = parser.parse(self[row], decimals: decimals) else { return nil }
            found.append(moment)
        }
        return (found, decimals)
    }

    /// All values as numbers of as many decimals; nil where one is none or they are not of one form.
    func numbers() -> (values: [Int64], decimals: Int, hasFraction: Bool)? {
        guard let first = NumberText.parse(self[0]) else { return nil }
        var found: [NumberText.Parsed] = []
        found.reserveCapacity(count)
        var decimals = 0
        for row in indices {
            guard let number = NumberText.parse(self[row]), number.hasFraction == first.hasFraction else { return nil }
            decimals = Swift.max(decimals, number.decimals)
            found.append(number)
        }
        let limit = NumberText.powers[NumberText.digitLimit]
        var values: [Int64] = []
        values.reserveCapacity(count)
        for number in found {
            let (value, isTooLarge) = number.digits.multipliedReportingOverflow(
                by: NumberText.powers[decimals - number.decimals])
            guard !isTooLarge, value.magnitude < limit.magnitude else { return nil }
            values.append(value)
        }
        return (values, decimals, first.hasFraction)
    }
}
