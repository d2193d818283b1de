import Testing

@testable import VideoTools

@Suite("The choice of a voice")
struct VoiceCatalogueTests {
    private let espeak = ["af", "cmn", "de", "en-gb", "en-us", "es", "es-419", "fr-fr", "ja", "pt", "pt-br", "yue"].map
    {
        Voice(engine: .espeak, name: $0, language: $0)
    }
    private let heart = Voice(engine: .hibari, name: "heart", language: "en-us", gender: "female")
    private let fenrir = Voice(engine: .hibari, name: "fenrir", language: "en-us", gender: "male")

    @Test(
        "published names, tags and own names lead to an engine and a voice",
        arguments: [
            ("en-US-JennyNeural-Female", "hibari:heart"), ("en-US-GuyNeural-Male", "hibari:fenrir"),
            ("", "hibari:heart"),
            ("zh-CN-XiaoxiaoNeural-Female", "espeak:cmn+f3"), ("zh-CN-YunxiNeural-Male", "espeak:cmn"),
            ("zh-HK-HiuGaaiNeural-Female", "espeak:yue+f3"), ("de-DE-ConradNeural-Male", "espeak:de"),
            ("es-MX-JorgeNeural-Male", "espeak:es-419"), ("pt-BR-AntonioNeural-Male", "espeak:pt-br"),
            ("fr", "espeak:fr-fr"),
            ("en-US-AriaNeural-V2-Female", "hibari:heart"), ("hibari:heart", "hibari:heart"), ("heart", "hibari:heart"),
            ("espeak:en-us", "espeak:en-us"), ("espeak-ng:DE", "espeak:de"), ("ja-JP", "espeak:ja"),
        ])
    func choose(name: String, voice: String) throws {
        let catalogue = VoiceCatalogue(voices: [heart, fenrir] + espeak)
        #expect(try catalogue.choose(name: name, language: "en").fullName == voice)
    }

    @Test(
        "the language decides where no name is given",
        arguments: [("de-AT", "espeak:de"), ("zh", "espeak:cmn"), ("en-GB", "hibari:heart")])
    func language(tag: String, voice: String) throws {
        #expect(try VoiceCatalogue(voices: [heart] + espeak).choose(name: "", language: tag).fullName == voice)
    }

    @Test("English is spoken by espeak-ng where there is no neural voice")
    func noNeural() throws {
        #expect(
            try VoiceCatalogue(voices: espeak).choose(name: "en-US-JennyNeural-Female", language: "").fullName
                == "espeak:en-us+f3")
    }

    @Test(
        "a name that is none is refused with what there is",
        arguments: ["Bob", "xx-YY-NopeNeural-Male", "../etc", "en us"])
    func unknown(name: String) {
        let error = #expect(throws: StageError.self) {
            try VoiceCatalogue(voices: [heart] + espeak).choose(name: name, language: "en")
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("voice_name") == true)
        #expect(error?.hint?.contains("hibari:heart") == true)
    }

    @Test("without any voice a part is missing")
    func none() {
        let error = #expect(throws: StageError.self) { try VoiceCatalogue(voices: []).choose(name: "", language: "en") }
        #expect(error?.code == .missingPart)
    }
}
