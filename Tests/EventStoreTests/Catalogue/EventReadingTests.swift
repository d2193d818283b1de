import EventStore
import Testing

@Suite("Reading an event from its stored object")
struct EventReadingTests {
    /// The object with one member changed in a way that no field allows, or taken out.
    private func faults(of object: JSONObject) -> [JSONObject] {
        object.keys.flatMap { key in
            let replacements: [JSON?] = [nil, .null, 3, "x", [1], ["y": 2]]
            return replacements.map { value in
                var changed = object
                changed[key] = value
                return changed
            }
        }
    }

    @Test("gives what decoding gives, and refuses what decoding refuses", arguments: EventSamples.all.indices)
    func agreement(index: Int) throws { try compare(EventSamples.all[index]) }

    private func compare<E: Event>(_ sample: E) throws {
        guard case .object(let object) = try JSON(encoding: sample) else { return }
        #expect(try E.read(object) == sample)
        for changed in faults(of: object) {
            #expect(
                (try? E.read(changed)) == (try? JSON.object(changed).decode(E.self)), "\(JSON.object(changed).text)")
        }
    }
}
