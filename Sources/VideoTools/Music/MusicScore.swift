/// One piece in the making.
struct MusicScore {
    private static let beatsPerBar = 4.0

    private let mood: MusicMood
    private let form: MusicForm
    private let tonic: Int
    private let progressions: [[Int]]
    private let pattern: [Int]
    private let swing: Double
    private var random: SeededRandom
    private var file: MidiFile
    private var voicing: [Int] = []

    init(seed: UInt64, seconds: Double, mood: MusicMood) {
        self.mood = mood
        random = SeededRandom(seed: seed)
        let wish = random.real(mood.tempo)
        // The last chord rings out for a moment; the bars before share what is left.
        let played = max(4, seconds - 1.5)
        let bars = max(2, Int((played * wish / 60 / Self.beatsPerBar).rounded()))
        form = MusicForm(bars: bars)
        let tempo = min(160, max(50, Double(bars) * Self.beatsPerBar * 60 / played))
        file = MidiFile(beatsPerMinute: tempo)
        tonic = 48 + Int(random.next() % 10)
        let first = random.pick(mood.progressions)
        progressions = [first, random.pick(mood.progressions.filter { $0 != first })]
        pattern = random.pick([
            [0, 1, 2, 3, 2, 1, 2, 1], [0, 2, 1, 2, 3, 2, 1, 2], [3, 2, 1, 0, 1, 2, 3, 2], [0, 1, 2, 1, 3, 1, 2, 1],
        ])
        swing = mood == .playful ? 0.08 : 0
    }

    mutating func play() -> [UInt8] {
        file.setUp(channel: 0, program: random.pick(mood.pads), volume: 70, reverb: 70)
        file.setUp(channel: 1, program: random.pick(mood.arpeggios), volume: 84, pan: 44)
        file.setUp(channel: 2, program: random.pick(mood.basses), volume: 92, reverb: 15)
        file.setUp(channel: 3, program: random.pick(mood.leads), volume: 72, pan: 84, reverb: 75)
        file.setUp(channel: 9, program: 0, volume: UInt8(60 + 40 * mood.drums), reverb: 30)
        for bar in 0..<form.bars { playBar(bar) }
        return file.bytes
    }

    private mutating func playBar(_ bar: Int) {
        let section = form.section(of: bar)
        let beat = Double(bar) * Self.beatsPerBar
        guard section != .ending else { return playEnding(beat) }
        let progression = progressions[section == .chorus ? 1 : 0]
        let chord = chord(progression[bar % 4])
        voicing = nearest(chord)
        for key in voicing { file.note(channel: 0, key: key, velocity: velocity(52), at: beat, beats: 3.95) }
        playArpeggio(beat, section)
        if section != .intro { playBass(chord[0], beat, section) }
        if section == .verse || section == .chorus { playDrums(beat, bar, section) }
        if section == .chorus, bar % 2 == 0 { playMelody(beat) }
    }

    private mutating func playEnding(_ beat: Double) {
        voicing = nearest(chord(0))
        file.note(channel: 2, key: bassKey(chord(0)[0]), velocity: 70, at: beat, beats: 4)
        for (index, key) in voicing.enumerated() {
            file.note(channel: 0, key: key, velocity: 50, at: beat, beats: 4.5)
            file.note(channel: 1, key: key + 12, velocity: 58, at: beat + 0.12 * Double(index), beats: 4)
        }
    }

    private mutating func playArpeggio(_ beat: Double, _ section: MusicForm.Section) {
        let keys = voicing + [(voicing.first ?? tonic) + 12]
        for (index, step) in pattern.enumerated() {
            // Off-beats may be left out, so that no two bars are quite alike.
            if index % 2 == 1, random.real(0...1) < (section == .chorus ? 0.1 : 0.3) { continue }
            let late = index % 2 == 1 ? swing : 0
            file.note(
                channel: 1, key: keys[step % keys.count] + 12, velocity: velocity(index == 0 ? 72 : 60),
                at: beat + Double(index) * 0.5 + late, beats: 0.9)
        }
    }

    private mutating func playBass(_ root: Int, _ beat: Double, _ section: MusicForm.Section) {
        let key = bassKey(root)
        let hits: [(Double, Double, Int)] =
            switch section {
            case .chorus: [(0, 1.4, 0), (1.5, 0.45, 0), (2, 1.4, 7), (3.5, 0.45, 0)]
            case .verse: [(0, 1.9, 0), (2, 1.9, 0)]
            default: [(0, 3.9, 0)]
            }
        for (at, beats, interval) in hits {
            file.note(channel: 2, key: key + interval, velocity: velocity(74), at: beat + at, beats: beats)
        }
    }

    private mutating func playDrums(_ beat: Double, _ bar: Int, _ section: MusicForm.Section) {
        let loud = mood.drums
        func strength(_ value: Double) -> Int { Int(value * (0.45 + 0.55 * loud)) }
        for at in section == .chorus ? [0, 1.5, 2] : [0.0, 2] {
            file.note(channel: 9, key: 36, velocity: strength(86), at: beat + at, beats: 0.2)
        }
        // A side stick is softer than a snare.
        for at in [1.0, 3] {
            file.note(channel: 9, key: mood == .calm ? 37 : 38, velocity: strength(66), at: beat + at, beats: 0.2)
        }
        for step in 0..<8 {
            let base = step % 2 == 0 ? 52.0 : 36
            file.note(
                channel: 9, key: 42, velocity: strength(base + random.real(0...8)),
                at: beat + Double(step) * 0.5 + (step % 2 == 1 ? swing : 0), beats: 0.1)
        }
        if bar % 8 == 7 { file.note(channel: 9, key: 46, velocity: strength(60), at: beat + 3.5, beats: 0.4) }
    }

    /// A few long notes of the chord, with a step between them.
    private mutating func playMelody(_ beat: Double) {
        let keys = voicing.map { $0 + 12 }
        var at = random.pick([0.0, 0.5, 1])
        while at < 7 {
            let beats = random.pick([1.0, 1.5, 2, 0.5])
            file.note(channel: 3, key: random.pick(keys), velocity: velocity(62), at: beat + at, beats: beats * 0.95)
            at += beats + random.pick([0.0, 0.5])
        }
    }

    /// Root, third, fifth and seventh or ninth of a step of the scale.
    private func chord(_ step: Int) -> [Int] {
        func key(_ degree: Int) -> Int { tonic + mood.scale[degree % 7] + 12 * (degree / 7) }
        // A seventh on the dominant of a bright piece would ask for a resolution that does not come.
        return [key(step), key(step + 2), key(step + 4)] + (step == 4 || mood == .playful ? [] : [key(step + 8)])
    }

    /// The inversion that moves least from the chord before, round middle C.
    private func nearest(_ chord: [Int]) -> [Int] {
        let center = voicing.isEmpty ? 60 : voicing.reduce(0, +) / voicing.count
        return chord.map { key in
            let options = [-12, 0, 12].map { key + $0 }.filter { (50...74).contains($0) }
            return options.min { abs($0 - center) < abs($1 - center) } ?? key
        }.sorted()
    }

    private func bassKey(_ root: Int) -> Int { root >= 52 ? root - 24 : root - 12 }

    private mutating func velocity(_ base: Int) -> Int { base + Int(random.next() % 9) - 4 }
}
