/// Which bytes of a file a `Range` header asks for.
///
/// Several ranges, or another unit, mean the whole file.
enum ByteRange: Equatable {
    case all
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameter size: bytes in the file, at least 1.
    static func of(_ header: String?, size: Int) -> ByteRange {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return .all }
        let bounds = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2 else { return .all }
        switch (Int(bounds[0]), Int(bounds[1])) {
        case (let first?, let last?) where first >= 0:
            guard first <= last else { return .all }
            return first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
        case (let first?, nil) where bounds[1].isEmpty && first >= 0:
            return first < size ? .part(first...(size - 1)) : .unsatisfiable
        case (nil, let count?) where bounds[0].isEmpty && count >= 0:
            return count > 0 ? .part(max(0, size - count)...(size - 1)) : .unsatisfiable
        default: return .all
        }
    }
}
