/// The payloads of principals' events of a frame: one after the other for each principal, encrypted together.
struct FramePayloads {
    private struct Part {
        /// Nil where its key was forgotten.
        let bytes: [UInt8]?
        var place = 0
    }

    private static let countLimit = 1 << 20
    private var parts: [String: Part] = [:]

    /// Writes those of some events: how many principals; of each its name and what was encrypted.
    static func write(
        _ events: ArraySlice<RecordedEvent>, to writer: inout ByteWriter, keys: SubjectKeys
    ) throws(StorageError) {
        var (names, payloads, places): ([String], [[UInt8]], [String: Int]) = ([], [], [:])
        var place = -1
        events.lendEach { event in
            guard event.isPersonal, let name = event.subject else { return }
            if place < 0 || names[place] != name {
                place = places[name] ?? names.count
                if place == names.count {
                    names.append(name)
                    payloads.append([])
                    places[name] = place
                }
            }
            event.withPayload { payloads[place].append(contentsOf: $0) }
        }
        writer.append(names.count)
        for (name, bytes) in zip(names, payloads) {
            writer.append(name)
            writer.append(block: try keys.seal(bytes, for: name))
        }
    }

    /// Reads and decrypts what ``write(_:to:keys:)`` wrote.
    init(_ reader: inout ByteReader, keys: SubjectKeys) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: Self.countLimit)) {
            let subject = try reader.text()
            parts[subject] = Part(bytes: try keys.open(try reader.block(), for: subject))
        }
    }

    /// The next payload of a principal; an empty one where its key was forgotten.
    mutating func next(_ size: UInt64, of subject: String) throws(StorageError) -> ArraySlice<UInt8> {
        guard let part = parts[subject] else { throw ByteReader.damaged }
        guard let bytes = part.bytes else { return [] }
        let place = part.place
        guard size <= UInt64(bytes.count - place) else { throw ByteReader.damaged }
        parts[subject]?.place += Int(size)
        return bytes[place..<place + Int(size)]
    }
}
