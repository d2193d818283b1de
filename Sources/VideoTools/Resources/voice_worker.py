"""Speaks sentences and says when every word is heard.

Reads one JSON object a line on standard input and answers with one JSON object a line on standard output:

    {"engine": "hibari" | "espeak", "voice": "heart" | "de", "rate": 1.0, "volume": 1.0, "seed": 0,
     "path": "/where/to/write.wav", "sentences": [{"text": "...", "words": ["..."], "pause": 0.2}]}
 -> {"duration": 12.3, "sampleRate": 24000, "times": [[[0.0, 0.4], ...], ...], "provider": "hibari:heart"}
     {"list": "hibari" | "espeak"}
 -> {"voices": [{"name": "heart", "language": "en-us", "gender": "female"}]}, those that can speak here and now
 or {"error": "what is wrong", "code": "invalid_input" | "missing_part" | "provider_failed"}

`words` are the words of `text` in order; `times` has one [start, end] in seconds for each. `pause` is the
silence after the sentence. espeak-ng is GPL software, so it is loaded here, in a process of its own.
"""
import array
import ctypes
import ctypes.util
import json
import os
import re
import sys
import wave


class WorkerError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


# -- the neural voice ---------------------------------------------------------------------------------


class HibariEngine:
    """hibari-tts with one more output: the number of frames the model gives each phoneme."""

    # protobuf merges repeated messages: ModelProto.graph (7) . output (12) . name (1) appended to the file
    # declares an inner tensor as an output of the graph.
    DURATIONS = b"/Clip_output_0"
    PATCH = b"\x3a\x12\x62\x10\x0a\x0e" + DURATIONS
    PHONEME_LIMIT = 400
    CLAUSE_END = tuple(",;:—")

    def __init__(self):
        try:
            import numpy
            import onnxruntime
            from hibari import dsp, voices
            from hibari.g2p import G2P
            from hibari.g2p.normalize import normalize
        except ImportError as error:
            raise WorkerError("missing_part", f"the neural voice is not installed: {error}")
        self.numpy, self.dsp, self.onnx, self.voices = numpy, dsp, onnxruntime, voices
        self.normalize, self.make_g2p = normalize, G2P
        self.g2ps, self.sessions = {}, {}
        with open(os.path.join(voices.ASSETS, "vocab.json"), encoding="utf-8") as file:
            self.vocab = json.load(file)

    sample_rate = 24000

    def load(self, voice):
        if voice not in self.voices.VOICES:
            known = ", ".join(sorted(self.voices.VOICES))
            raise WorkerError("invalid_input", f"the neural engine has no voice {voice!r}; it has {known}")
        if voice in self.sessions:
            return
        try:
            path = self.voices.voice_path(voice, download_missing=False)
        except FileNotFoundError:
            raise WorkerError("missing_part", f"the model of the voice {voice!r} has not been downloaded")
        with open(path, "rb") as file:
            model = file.read()
        options = self.onnx.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.sessions[voice] = self.onnx.InferenceSession(
            model + self.PATCH, options, providers=["CPUExecutionProvider"])

    def g2p(self, voice):
        british = bool(self.voices.VOICES[voice]["british"])
        if british not in self.g2ps:
            self.g2ps[british] = self.make_g2p(british=british)
        return self.g2ps[british]

    def speak(self, voice, sentence, rate, seed):
        """-> (float32 samples, [[start, end], ...] in seconds from the start of the sentence)"""
        self.load(voice)
        phonemes = self.word_phonemes(self.g2p(voice), sentence["words"])
        parts, times, offset = [], [], 0.0
        for chunk in self.chunks(phonemes):
            audio, spans = self.synthesize(voice, chunk, rate, seed)
            times += [[offset + start, offset + end] for start, end in spans]
            offset += len(audio) / self.sample_rate
            parts.append(audio)
        audio = self.numpy.concatenate(parts) if parts else self.numpy.zeros(0, "float32")
        return self.trim(audio, times)

    def trim(self, audio, times):
        """Cuts the silence round a sentence, so that the pauses are those that were asked for."""
        loud = self.numpy.flatnonzero(self.numpy.abs(audio) > 0.012)
        if len(loud) == 0:
            return audio, times
        margin = self.sample_rate // 30
        first = min(max(0, int(loud[0]) - margin), int(times[0][0] * self.sample_rate))
        last = int(loud[-1]) + margin
        length = (min(last, len(audio)) - first) / self.sample_rate
        shift = first / self.sample_rate
        return audio[first:last], [[max(0, a - shift), min(length, b - shift)] for a, b in times]

    def list(self):
        voices = []
        for name, voice in self.voices.VOICES.items():
            try:
                self.voices.voice_path(name, download_missing=False)
            except FileNotFoundError:
                continue
            language = "en-gb" if voice["british"] else "en-us"
            voices.append({"name": name, "language": language, "gender": voice["gender"].lower()})
        return voices

    def word_phonemes(self, g2p, words):
        """One phoneme string for every written word; numbers and abbreviations may give several spoken words."""
        pieces = [self.normalize(word).split() or [word] for word in words]
        text = self.normalize(" ".join(words))
        if text.split() != [piece for word in pieces for piece in word]:
            # Normalization looked across words. Word by word it loses little and keeps every word's place.
            text = " ".join(" ".join(word) for word in pieces)
        spoken = self.spoken_words(g2p, text)
        if len(spoken) != sum(map(len, pieces)):
            spoken = [" ".join(self.spoken_words(g2p, piece)) for word in pieces for piece in word]
        result, next_piece = [], iter(spoken)
        for word in pieces:
            result.append(" ".join(filter(None, (next(next_piece) for _ in word))))
        return result

    @staticmethod
    def spoken_words(g2p, text):
        """Phonemes of the tokens of `text`, joined between one space and the next."""
        groups, current, open_group = [], "", False
        for token in g2p.phonemize_tokens(g2p.tokenize(text)):
            current += token.phonemes or ""
            open_group = True
            if token.whitespace:
                groups.append(current.strip())
                current, open_group = "", False
        if open_group:
            groups.append(current.strip())
        return groups

    def chunks(self, phonemes):
        """Runs of words short enough for the model, cut after clause punctuation where there is some."""
        chunk, length = [], 0
        for word in phonemes:
            over = length + len(word) + 1 > self.PHONEME_LIMIT
            if chunk and (over or (length > self.PHONEME_LIMIT * 2 // 3 and chunk[-1].endswith(self.CLAUSE_END))):
                yield chunk
                chunk, length = [], 0
            chunk.append(word)
            length += len(word) + 1
        if chunk:
            yield chunk

    def synthesize(self, voice, words, rate, seed):
        ids, spans = [0], []
        for word in words:
            if len(ids) > 1 and word:
                ids.append(self.vocab[" "])
            spoken = [self.vocab[c] for c in word if c in self.vocab]
            letters = len(re.sub(r"[\s;:,.!?—…\"“”()]+$", "", "".join(c for c in word if c in self.vocab)))
            spans.append((len(ids), len(ids) + (letters or len(spoken))))
            ids += spoken
        ids.append(0)
        np = self.numpy
        if len(ids) < 3:
            return np.zeros(0, np.float32), [[0.0, 0.0] for _ in words]
        inputs = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([rate], np.float32)}
        *frames, durations = self.sessions[voice].run(None, inputs)
        audio = self.dsp.synth(*(part[0] for part in frames), np.random.default_rng(seed))
        edges = np.concatenate([[0.0], np.cumsum(durations.reshape(-1)[: len(ids)].astype(np.float64))])
        edges *= len(audio) / self.sample_rate / max(edges[-1], 1e-9)
        return audio, [[float(edges[first]), float(edges[end])] for first, end in spans]

    def pcm(self, audio, volume):
        return (self.numpy.clip(audio * volume, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()


# -- espeak-ng ----------------------------------------------------------------------------------------


class EspeakId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class EspeakEvent(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", EspeakId),
    ]


class EspeakVoice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte), ("age", ctypes.c_ubyte), ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte), ("score", ctypes.c_int), ("spare", ctypes.c_void_p),
    ]


class EspeakEngine:
    """libespeak-ng with its word events, which carry the position in the text and in the audio."""

    SYNCHRONOUS, UTF8, WORD, END, RATE, VOLUME = 2, 1, 1, 5, 1, 2
    WORDS_PER_MINUTE = 165

    def __init__(self):
        try:
            self.lib = ctypes.CDLL("libespeak-ng.so.1")
        except OSError as error:
            raise WorkerError("missing_part", f"espeak-ng is not installed: {error}")
        self.sample_rate = self.lib.espeak_Initialize(self.SYNCHRONOUS, 0, None, 1 << 15)
        if self.sample_rate <= 0:
            raise WorkerError("missing_part", "espeak-ng has no voice data")
        callback = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(EspeakEvent))
        self.callback = callback(self.collect)
        self.lib.espeak_SetSynthCallback(self.callback)
        self.samples, self.events = array.array("h"), []

    def collect(self, samples, count, events):
        if samples and count > 0:
            self.samples.frombytes(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != 0:
            event = events[index]
            if event.type == self.WORD:
                self.events.append((event.text_position - 1, event.audio_position / 1000))
            index += 1
        return 0

    def list(self):
        self.lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(EspeakVoice))
        entries, index, codes = self.lib.espeak_ListVoices(None), 0, set()
        while entries[index]:
            languages = entries[index].contents.languages
            # A byte of priority, then the code; mbrola voices name files that are seldom there.
            if languages and not (entries[index].contents.identifier or b"").startswith(b"mb"):
                codes.add(languages[1:].decode())
            index += 1
        # Some codes of the list are no names that the library takes.
        codes = {code for code in codes | {code.split("-")[0] for code in codes} if self.select(code)}
        return [{"name": code, "language": code, "gender": ""} for code in sorted(codes)]

    def select(self, voice):
        return self.lib.espeak_SetVoiceByName(voice.encode()) == 0

    def speak(self, voice, sentence, rate, seed):
        if not self.select(voice):
            raise WorkerError("invalid_input", f"espeak-ng has no voice {voice!r}")
        self.lib.espeak_SetParameter(self.RATE, max(80, min(450, round(self.WORDS_PER_MINUTE * rate))), 0)
        self.samples, self.events = array.array("h"), []
        text = sentence["text"].encode()
        if self.lib.espeak_Synth(text, len(text) + 1, 0, 0, 0, self.UTF8, None, None) != 0:
            raise WorkerError("provider_failed", "espeak-ng could not speak a sentence")
        length = len(self.samples) / self.sample_rate
        return self.samples, self.times(sentence, self.events, self.voiced_end(length))

    def voiced_end(self, length):
        """Where the trailing silence of the sentence begins."""
        last = len(self.samples) - 1
        while last > 0 and abs(self.samples[last]) < 200:
            last -= 32
        return min(length, max(last, 0) / self.sample_rate + 0.02)

    @staticmethod
    def times(sentence, events, end):
        """Gives every written word the events inside it; a word without one shares its neighbour's time."""
        starts, position, events = [], 0, sorted(set(events))
        for word in sentence["words"]:
            position = sentence["text"].index(word, position)
            inside = [time for place, time in events if position <= place < position + len(word)]
            starts.append(inside[0] if inside else None)
            position += len(word)
        return fill(sentence["words"], starts, end)

    def pcm(self, audio, volume):
        if volume != 1.0:
            audio = array.array("h", (round(sample * volume) for sample in audio))
        if sys.byteorder == "big":
            audio = array.array("h", audio)
            audio.byteswap()
        return audio.tobytes()


def fill(words, starts, end):
    """Start and end of every word from the starts that are known; runs without one share by length."""
    known = [(0, 0.0)] if not starts or starts[0] is None else []
    known += [(index, start) for index, start in enumerate(starts) if start is not None]
    known.append((len(words), end))
    times = []
    for (first, start), (after, stop) in zip(known, known[1:]):
        stop = max(start, stop)
        weights = [max(1, len(word)) for word in words[first:after]]
        for weight in weights:
            length = (stop - start) * weight / sum(weights) if sum(weights) else 0
            times.append([start, start + length])
            start += length
            weights = weights[1:]
    return times


# -- requests -----------------------------------------------------------------------------------------

ENGINES = {"hibari": HibariEngine, "espeak": EspeakEngine}
loaded = {}


def engine(name):
    if name not in ENGINES:
        raise WorkerError("invalid_input", f"there is no engine {name!r}")
    if name not in loaded:
        loaded[name] = ENGINES[name]()
    return loaded[name]


def answer(request):
    if "list" in request:
        return {"voices": engine(request["list"]).list()}
    speaker = engine(request["engine"])
    if not request["sentences"]:
        if request["engine"] == "hibari":
            speaker.load(request["voice"])
            speaker.g2p(request["voice"])
        return {"duration": 0, "sampleRate": speaker.sample_rate, "times": [], "provider": provider(request)}
    pcm, times = bytearray(), []
    for sentence in request["sentences"]:
        offset = len(pcm) / 2 / speaker.sample_rate
        audio, spans = speaker.speak(request["voice"], sentence, request["rate"], request.get("seed", 0))
        times.append([[round(offset + start, 4), round(offset + end, 4)] for start, end in spans])
        pcm += speaker.pcm(audio, request["volume"])
        pcm += bytes(2 * round(sentence["pause"] * speaker.sample_rate))
    with wave.open(request["path"], "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speaker.sample_rate)
        file.writeframes(bytes(pcm))
    return {
        "duration": len(pcm) / 2 / speaker.sample_rate, "sampleRate": speaker.sample_rate, "times": times,
        "provider": provider(request)}


def provider(request):
    return ("espeak-ng" if request["engine"] == "espeak" else request["engine"]) + ":" + request["voice"]


def reply(line):
    try:
        return answer(json.loads(line))
    except WorkerError as error:
        return {"error": str(error), "code": error.code}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}", "code": "provider_failed"}


def reply_apart(line):
    """The reply of a child, which leaves this process as it was.

    espeak-ng keeps a state from one sentence to the next and so speaks a text a little differently each time; a child
    begins with a library that has not spoken yet. A child that dies takes this process with it, as its own death would.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(theirs, "w", encoding="utf-8") as answers:
            json.dump(reply(line), answers)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as answers:
        text = answers.read()
    if os.waitpid(child, 0)[1] != 0 or not text:
        sys.exit("the process that spoke has died")
    return json.loads(text)


def speaks_plainly(line):
    """Whether a request is for espeak-ng, which then is loaded."""
    try:
        request = json.loads(line)
        if request.get("engine") != "espeak":
            return False
        engine("espeak")
        return True
    except Exception:
        # The reply says what is wrong.
        return False


def main():
    # Libraries may print: the answers keep a descriptor of their own, and all else goes to the errors.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        spoken = reply_apart(line) if speaks_plainly(line) else reply(line)
        answers.write(json.dumps(spoken) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
