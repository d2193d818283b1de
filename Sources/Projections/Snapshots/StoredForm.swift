import EventStore

/// A type with a form of its own in snapshots: shorter than its fields, or the same whatever order a hash gives.
protocol StoredForm {
    func store(in writer: SnapshotWriter) throws
    static func restore(from reader: SnapshotReader) throws -> Self

    /// Writes what the type is made of, and gives some value of it.
    static func describe(to shape: SnapshotShape) throws -> Self
}

/// A stored form that is told by its name alone.
protocol PlainForm: StoredForm {
    static var sample: Self { get }
}

extension PlainForm {
    static func describe(to shape: SnapshotShape) -> Self {
        shape.append("\(Self.self)")
        return sample
    }
}

extension Bool: PlainForm {
    static let sample = false
    func store(in writer: SnapshotWriter) { writer.append(self) }
    static func restore(from reader: SnapshotReader) throws -> Bool { try reader.flag() }
}

extension String: PlainForm {
    static let sample = ""
    func store(in writer: SnapshotWriter) { writer.append(self) }
    static func restore(from reader: SnapshotReader) throws -> String { try reader.text() }
}

extension Double: PlainForm {
    static let sample = 1.0
    func store(in writer: SnapshotWriter) { writer.append(fixed: bitPattern) }
    static func restore(from reader: SnapshotReader) throws -> Double { Double(bitPattern: try reader.fixed()) }
}

/// Whole numbers; the sample is 1 because some things may not be empty.
protocol WholeForm: PlainForm, FixedWidthInteger {}

extension WholeForm {
    static var sample: Self { 1 }

    func store(in writer: SnapshotWriter) {
        Self.isSigned
            ? writer.append(signed: Int64(truncatingIfNeeded: self)) : writer.append(UInt64(truncatingIfNeeded: self))
    }

    static func restore(from reader: SnapshotReader) throws -> Self {
        let value = isSigned ? Self(exactly: try reader.signed()) : Self(exactly: try reader.number())
        guard let value else { throw SnapshotError.damaged }
        return value
    }
}

extension Int: WholeForm {}
extension Int32: WholeForm {}
extension Int64: WholeForm {}
extension UInt64: WholeForm {}

extension Timestamp: PlainForm {
    static let sample = Timestamp(nanoseconds: 0)
    func store(in writer: SnapshotWriter) { writer.append(signed: nanoseconds) }
    static func restore(from reader: SnapshotReader) throws -> Timestamp {
        Timestamp(nanoseconds: try reader.signed())
    }
}

extension Position: PlainForm {
    static let sample = Position(1)
    func store(in writer: SnapshotWriter) { writer.append(value) }
    static func restore(from reader: SnapshotReader) throws -> Position { Position(try reader.number()) }
}

extension TraceID: PlainForm {
    static let sample = TraceID(high: 1, low: 1)
    func store(in writer: SnapshotWriter) {
        writer.append(fixed: high)
        writer.append(fixed: low)
    }
    static func restore(from reader: SnapshotReader) throws -> TraceID {
        TraceID(high: try reader.fixed(), low: try reader.fixed())
    }
}

extension SpanID: PlainForm {
    static let sample = SpanID(1)
    func store(in writer: SnapshotWriter) { writer.append(fixed: value) }
    static func restore(from reader: SnapshotReader) throws -> SpanID { SpanID(try reader.fixed()) }
}

extension JSON: PlainForm {
    static let sample = JSON.null
    func store(in writer: SnapshotWriter) { writer.append(block: bytes) }
    static func restore(from reader: SnapshotReader) throws -> JSON { try JSON(parsing: Array(try reader.block())) }
}
