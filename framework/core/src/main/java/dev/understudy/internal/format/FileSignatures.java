package dev.understudy.internal.format;

import dev.understudy.InputException;
import dev.understudy.format.NetworkFileType;
import dev.understudy.internal.text.Quote;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a file's first bytes, or an archive's entries, say that it is. Nothing in it is run. */
public final class FileSignatures {

    private static final int FIRST = 4096;

    /** Protocol 2, a long of ten bytes: what torch.save writes first where it makes no archive. */
    private static final String OLD_TORCH = "\u0080\u0002\u008a\n" + "l\u00fc\u009cF\u00f9 j\u00a8P\u0019.";

    /** The end of one pickle and the beginning of the next. */
    private static final String NEXT_PICKLE = ".\u0080\u0002";

    private static final String EXPORT =
            "torch.jit.trace(model.eval(), images).save(\"teacher.pt\"), or torch.onnx.export";

    private FileSignatures() {}

    /**
     * Tells what a file is.
     *
     * @param file the file
     * @return its kind; what its name says where nothing else is known
     * @throws InputException when it cannot be read, or is known to be nothing that a network is read from
     */
    public static NetworkFileType of(Path file) {
        if (!Files.isRegularFile(file)) {
            return named(file);
        }
        try {
            String first = first(file);
            if (first.startsWith("PK\u0003\u0004")) {
                return archive(file);
            }
            refuse(file, first);
            return plain(file, first);
        } catch (IOException e) {
            throw new InputException("Cannot read " + file + ": " + Reasons.of(e), e);
        }
    }

    /** A byte for each letter. */
    private static String first(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FIRST), StandardCharsets.ISO_8859_1);
        }
    }

    private static NetworkFileType plain(Path file, String first) {
        if (first.startsWith("DJL@")) {
            return NetworkFileType.PARAMS;
        }
        if (isSafetensors(first)) {
            return NetworkFileType.SAFETENSORS;
        }
        // An ONNX file begins with the version of its format, a small number in the field 1.
        if (first.length() > 2 && first.charAt(0) == '\b' && first.charAt(1) < ' ') {
            return NetworkFileType.ONNX;
        }
        return named(file);
    }

    private static NetworkFileType named(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".params")) {
            return NetworkFileType.PARAMS;
        }
        if (name.endsWith(".onnx")) {
            return NetworkFileType.ONNX;
        }
        return name.matches(".*\\.(pt|pth|ts|torchscript)")
                ? NetworkFileType.TORCH_SCRIPT
                : NetworkFileType.SAFETENSORS;
    }

    /** A length in eight bytes, then JSON. */
    private static boolean isSafetensors(String first) {
        if (first.length() <= Long.BYTES || first.charAt(Long.BYTES) != '{') {
            return false;
        }
        long length = ByteBuffer.wrap(first.getBytes(StandardCharsets.ISO_8859_1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        return length > 0 && length <= Integer.MAX_VALUE;
    }

    private static void refuse(Path file, String first) {
        if (first.startsWith(OLD_TORCH)) {
            throw pickled(file, first.substring(mainPickle(first)));
        }
        if (first.startsWith("\u0080")) {
            throw new InputException(
                    file + " is a Python pickle, which is a program and not read here; save the weights"
                            + " in Python with safetensors.torch.save_file(model.state_dict(), \"teacher.safetensors\")");
        }
        if (first.startsWith("version https://git-lfs")) {
            throw new InputException(
                    file + " is a pointer of Git LFS and not the file itself; \"git lfs pull\" fetches it");
        }
        if (first.stripLeading().toLowerCase(Locale.ROOT).matches("(?s)<(!doctype html|html).*")) {
            throw new InputException(file + " is a web page and no network: the download brought something else");
        }
        if (first.startsWith("\u0089HDF")) {
            throw new InputException(file + " is an HDF5 file, as Keras writes, which is not read here; as ONNX it is:"
                    + " python -m tf2onnx.convert --inputs-as-nchw INPUT");
        }
    }

    /** Behind a magic number, a version and the sizes of numbers, each a pickle of its own. */
    private static int mainPickle(String first) {
        int at = 0;
        for (int pickle = 0; pickle < 3 && at >= 0; pickle++) {
            at = first.indexOf(NEXT_PICKLE, at + 1);
        }
        return at < 0 ? 0 : at + 1;
    }

    private static NetworkFileType archive(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = archive.stream().toList();
            if (has(entries, "constants.pkl")) {
                return NetworkFileType.TORCH_SCRIPT;
            }
            if (has(entries, "archive_format") || has(entries, "serialized_exported_program.json")) {
                throw new InputException(
                        file + " is a program of torch.export, which is not read here; save the network in"
                                + " Python with " + EXPORT);
            }
            for (ZipEntry entry : entries) {
                if (isNamed(entry, "data.pkl")) {
                    try (InputStream in = archive.getInputStream(entry)) {
                        throw pickled(file, new String(in.readNBytes(FIRST), StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return NetworkFileType.TORCH_SCRIPT;
        }
        return NetworkFileType.TORCH_SCRIPT;
    }

    private static boolean has(List<? extends ZipEntry> entries, String name) {
        return entries.stream().anyMatch(entry -> isNamed(entry, name));
    }

    private static boolean isNamed(ZipEntry entry, String name) {
        return entry.getName().endsWith("/" + name) || entry.getName().equals(name);
    }

    /** By how the pickle begins: an empty dictionary to be filled, or the class of what comes. */
    private static InputException pickled(Path file, String pickle) {
        String begin = pickle.startsWith("\u0080\u0002") ? pickle.substring(2) : pickle;
        String saving =
                "; in Python, safetensors.torch.save_file(%s, \"teacher.safetensors\") writes one that is read here";
        if (begin.startsWith("ccollections\nOrderedDict\n")) {
            return new InputException(file + " is a state_dict that torch.save wrote, a Python pickle"
                    + String.format(Locale.ROOT, saving, "model.state_dict()"));
        }
        if (begin.startsWith("}")) {
            return new InputException(
                    file + " is a dictionary that torch.save wrote, a Python pickle: a checkpoint, or a"
                            + " state_dict"
                            + String.format(Locale.ROOT, saving, "model.state_dict()"));
        }
        if (begin.startsWith("ctorch._utils\n_rebuild")) {
            return new InputException(file + " is one tensor that torch.save wrote, and no network");
        }
        String name = begin.startsWith("c")
                ? begin.substring(1)
                        .lines()
                        .limit(2)
                        .reduce((a, b) -> a + "." + b)
                        .orElse("")
                : "";
        return new InputException(file + " is a whole module that torch.save wrote, a Python pickle"
                + (name.isEmpty() ? "" : " of the class " + Quote.of(name)) + ", which is a program and not read here;"
                + " save it in Python with " + EXPORT
                + ", or its weights with safetensors.torch.save_file(model.state_dict(), \"teacher.safetensors\")");
    }
}
