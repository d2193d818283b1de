public import EventStore

/// Where two values differ, place by place.
///
/// Objects are compared by key, arrays by place; a whole that is on one side only is one entry.
public struct JSONDifference: Equatable, Sendable {
    public struct Entry: Equatable, Sendable {
        /// Such as `result.task_id` or `items[3].name`; empty for the whole.
        public let path: String
        /// Nil where the right side alone has it.
        public let before: JSON?
        /// Nil where the left side alone has it.
        public let after: JSON?

        public var json: JSON {
            ["path": .string(path), "before": before ?? .null, "after": after ?? .null, "kind": .string(kind)]
        }

        private var kind: String { before == nil ? "added" : after == nil ? "removed" : "changed" }
    }

    /// In the order of the left side, then what the right side alone has.
    public private(set) var entries: [Entry] = []
    /// Differences beyond ``limit``.
    public private(set) var more = 0
    private let limit: Int
    private let isIgnored: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - limit: entries kept; the rest is counted.
    ///   - isIgnored: whether what lies at a path may differ; nothing below it is looked at.
    public init(
        _ before: JSON, _ after: JSON, limit: Int = 1000,
        ignoring isIgnored: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        self.limit = limit
        self.isIgnored = isIgnored
        compare(before, after, at: "")
    }

    public static func == (left: JSONDifference, right: JSONDifference) -> Bool {
        left.entries == right.entries && left.more == right.more
    }

    public var isEmpty: Bool { entries.isEmpty && more == 0 }

    public var json: JSON { ["differences": .array(entries.map(\.json)), "more": .int(more)] }

    private mutating func compare(_ before: JSON?, _ after: JSON?, at path: String) {
        guard before != after, !isIgnored(path) else { return }
        if let left = before?.object, let right = after?.object {
            let keys = left.keys + right.keys.filter { left[$0] == nil }
            for key in keys { compare(left[key], right[key], at: path.isEmpty ? key : "\(path).\(key)") }
        } else if let left = before?.array, let right = after?.array {
            for index in 0..<max(left.count, right.count) {
                // `nil` alone would be JSON's null.
                let before = index < left.count ? left[index] : JSON?.none
                let after = index < right.count ? right[index] : JSON?.none
                compare(before, after, at: "\(path)[\(index)]")
            }
        } else if entries.count < limit {
            entries.append(Entry(path: path, before: before, after: after))
        } else {
            more += 1
        }
    }
}
