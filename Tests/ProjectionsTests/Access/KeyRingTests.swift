import EventStore
import Projections
import TestKit
import Testing

@Suite("The key ring")
struct KeyRingTests {
    private func created(_ key: String, from old: String? = nil, expires: Timestamp? = nil) -> KeyCreated {
        KeyCreated(key: key, name: "ann", role: "user", mac: "00", expires: expires, rotatedFrom: old)
    }

    @Test("holds what was made, and what became of it")
    func life() {
        Given(KeyRing.self, created("a"), KeyUsed(key: "a", address: "10.0.0.1"), KeyRevoked(key: "a", reason: "lost"))
            .then { ring, now in
                #expect(ring.key("a")?.revocation == "lost" && ring.key("a")?.usedFrom == "10.0.0.1")
                #expect(ring.key("a")?.isLive(at: now) == false)
                #expect(ring.key("b") == nil)
            }
    }

    @Test("never shows a key's hash")
    func redaction() {
        Given(KeyRing.self, KeyCreated(key: "a", name: "ann", role: "user", mac: "5f70bf18")).then { ring, now in
            #expect(ring.keys.map { $0.json(now: now).text }.joined().contains("5f70") == false)
        }
    }

    @Test("knows an expired key, which is not live")
    func expiry() {
        Given(KeyRing.self, created("a", expires: ManualClock.start.advanced(bySeconds: 10))).then { ring in
            #expect(ring.key("a")?.isLive(at: ManualClock.start.advanced(bySeconds: 9.9)) == true)
            #expect(ring.key("a")?.isLive(at: ManualClock.start.advanced(bySeconds: 10)) == false)
        }
    }

    @Test("takes the first of two keys with one id, and the first revocation")
    func repeats() {
        let other = KeyCreated(key: "a", name: "eve", role: "admin", mac: "11")
        Given(KeyRing.self, created("a"), other, KeyRevoked(key: "a", reason: "1"), KeyRevoked(key: "a", reason: "2"))
            .then { ring in
                #expect(ring.key("a")?.key.name == "ann" && ring.key("a")?.revocation == "1")
                #expect(ring.keys.count == 1)
            }
    }

    @Test("lets two keys that replace each other live, and not three")
    func rotation() {
        Given(KeyRing.self, created("a")).then { ring, now in #expect(ring.rotationFault(of: "a", at: now) == nil) }
        Given(KeyRing.self, created("a"), created("b", from: "a")).then { ring, now in
            #expect(ring.key("a")?.isLive(at: now) == true && ring.key("b")?.isLive(at: now) == true)
            #expect(ring.rotationFault(of: "a", at: now) != nil && ring.rotationFault(of: "b", at: now) != nil)
        }
        Given(KeyRing.self, created("a"), created("b", from: "a"), KeyRevoked(key: "a", reason: "")).then { ring, now in
            #expect(ring.rotationFault(of: "b", at: now) == nil && ring.rotationFault(of: "a", at: now) != nil)
            #expect(ring.rotationFault(of: "z", at: now) != nil)
        }
    }

    @Test("notes the use of a key once an hour, or where it comes from elsewhere")
    func use() {
        let home = "10.0.0.1"
        Given(KeyRing.self, created("a")).then { ring, now in
            #expect(ring.shouldNoteUse(of: "a", from: home, at: now))
            #expect(!ring.shouldNoteUse(of: "b", from: home, at: now))
        }
        Given(KeyRing.self, created("a"), KeyUsed(key: "a", address: home)).then { ring, now in
            #expect(!ring.shouldNoteUse(of: "a", from: home, at: now.advanced(bySeconds: 3599)))
            #expect(ring.shouldNoteUse(of: "a", from: home, at: now.advanced(bySeconds: 3600)))
            #expect(!ring.shouldNoteUse(of: "a", from: "10.0.0.2", at: now.advanced(bySeconds: 59)))
            #expect(ring.shouldNoteUse(of: "a", from: "10.0.0.2", at: now.advanced(bySeconds: 60)))
        }
    }
}
