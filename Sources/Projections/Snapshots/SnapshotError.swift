/// Why a read model could not be stored, or a stored one not be read.
package struct SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// The bytes are not what was written.
    static let damaged = SnapshotError("the snapshot is damaged")
}
