/// Writes an object's members one after the other, straight into bytes.
public struct JSONObjectWriter {
    private var bytes: [UInt8] = []

    /// The stored form of an event.
    public static func bytes(of event: some Event) throws -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.bytes.reserveCapacity(512)
        writer.bytes.append(UInt8(ascii: "{"))
        try event.write(to: &writer)
        writer.bytes.append(UInt8(ascii: "}"))
        return writer.bytes
    }

    /// Adds a member; nil adds none.
    ///
    /// - Parameter key: printable ASCII without quotes or backslashes.
    public mutating func add(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        add(key)
        JSON.write(value, to: &bytes)
    }

    public mutating func add(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        add(key)
        JSON.int(value).write(to: &bytes)
    }

    public mutating func add(_ key: StaticString, _ value: Double) {
        add(key)
        JSON.double(value).write(to: &bytes)
    }

    public mutating func add(_ key: StaticString, _ value: JSON) {
        add(key)
        value.write(to: &bytes)
    }

    /// Adds a member that is an object.
    mutating func add(_ key: StaticString, _ members: (inout JSONObjectWriter) -> Void) {
        add(key)
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Adds all members of an object.
    public mutating func add(_ object: JSONObject) {
        for member in object.members {
            separate()
            JSON.write(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
    }

    private mutating func add(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func separate() {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    }
}
