package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import dev.understudy.block.Layers;
import dev.understudy.format.NameMap;
import dev.understudy.internal.format.Safetensors;
import dev.understudy.internal.format.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Files of weights that do not fit. */
public final class WeightsFileTest {

    private final Model model = Model.newInstance("weights", Device.cpu());
    private final Block network = Tiny.initialised(network(), model);
    private Path file = Path.of("");

    @BeforeClass
    public void makeFile() throws IOException {
        file = Files.createTempFile("weights", ".safetensors");
    }

    @AfterClass
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        model.close();
    }

    private static final PairList<String, String> NAMES = new PairList<>(Map.of(
            "01conv_weight", "features.0.weight",
            "02classes_03linear_weight", "fc.weight",
            "02classes_03linear_bias", "fc.bias"));

    private static Layers network() {
        return new Layers().add("conv", Tiny.convolution(2)).add("classes", Tiny.classifier(3));
    }

    @Test
    public void aFileThatIsNotThereIsRefused() {
        Path missing = Path.of("no", "such", "file.safetensors");
        assertEquals(
                Refusal.of(() -> Teacher.load(student(), missing, TinyImages.INPUT, Device.cpu())),
                "No weights at " + missing);
    }

    @Test
    public void aParameterOfAnotherShapeIsRefused() {
        write(arrays -> arrays.set(0, named(arrays, "01conv_weight", new Shape(4, 3, 3, 3), DataType.FLOAT32)));
        assertEquals(refusal(), file + ": the parameter 01conv_weight should be (2, 3, 3, 3), it is (4, 3, 3, 3)");
    }

    @Test
    public void aParameterThatIsNotInFloat32IsRefused() {
        write(arrays -> arrays.set(0, named(arrays, "01conv_weight", new Shape(2, 3, 3, 3), DataType.FLOAT64)));
        assertEquals(refusal(), file + ": the parameter 01conv_weight should be float32, it is float64");
    }

    @Test
    public void aMissingParameterIsRefused() {
        write(arrays -> arrays.remove(1));
        assertEquals(
                refusal(),
                file + " lacks the parameter 02classes_03linear_weight (3, 2); it has 2 parameters, the network 3");
    }

    @Test
    public void aParameterTooManyIsRefused() {
        write(arrays -> arrays.add(named(arrays, "extra", new Shape(1), DataType.FLOAT32)));
        assertEquals(refusal(), file + " has parameters that the network has not: [extra]");
    }

    @Test
    public void aWholeFileIsTaken() throws IOException {
        Weights.save(network, file);
        try (Teacher loaded = Teacher.load(student(), file, TinyImages.INPUT, Device.cpu())) {
            Snapshot.of(network).assertSameBits(Snapshot.of(loaded.getNetwork()));
        }
    }

    @Test
    public void aCutFileIsRefusedWhereverItIsCut() throws IOException {
        Weights.save(network, file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 7, 8, 9, 60, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            Refusal.assertBegins(refusal(), file + " is not a whole safetensors file");
        }
    }

    @DataProvider
    public static Object[][] garbage() {
        byte[] huge = new byte[100];
        Arrays.fill(huge, (byte) 0x7f);
        return new Object[][] {
            {"hello, this is a text and no weights".getBytes(StandardCharsets.UTF_8)},
            {huge},
            {new byte[] {16, 0, 0, 0, 0, 0, 0, 0, '{', '"', 'a', '"', ':', '1', '}', 0, 0, 0, 0, 0, 0, 0, 0, 0}},
        };
    }

    @Test(dataProvider = "garbage")
    public void aFileOfAnotherKindIsRefused(byte[] content) throws IOException {
        Files.write(file, content);
        Refusal.assertBegins(refusal(), file + " is not a whole safetensors file");
    }

    @Test
    public void bfloat16IsReadAsFloat32() throws IOException {
        String header = "{\"classes/linear/bias\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,6]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 6).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        bytes.putShort((short) 0x3F80).putShort((short) 0xC020).putShort((short) 0x7F80);
        Files.write(file, bytes.array());
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray read =
                    Safetensors.read(scope, file).arrays().values().iterator().next();
            assertEquals(read.toFloatArray(), new float[] {1, -2.5f, Float.POSITIVE_INFINITY}, 0);
        }
    }

    @Test
    public void float16IsReadAsFloat32ByAnothersNames() throws IOException {
        NDList halves = new NDList();
        try (NDManager scope = NDManager.newBaseManager()) {
            for (Pair<String, String> name : NAMES) {
                NDArray half =
                        network.getParameters().get(name.getKey()).getArray().toType(DataType.FLOAT16, true);
                half.attach(scope);
                half.setName(name.getValue());
                halves.add(half);
            }
            Files.write(file, halves.encode(NDList.Encoding.SAFETENSORS));
        }
        NameMap names = new NameMap(Map.of("conv", "features.0", "classes/linear", "fc"));
        try (Teacher loaded = Teacher.load(student(), file, names, TinyImages.INPUT, Device.cpu())) {
            for (Pair<String, Parameter> entry : loaded.getNetwork().getParameters()) {
                NDArray read = entry.getValue().getArray();
                assertEquals(read.getDataType(), DataType.FLOAT32);
                float[] wanted =
                        network.getParameters().get(entry.getKey()).getArray().toFloatArray();
                float[] found = read.toFloatArray();
                for (int i = 0; i < wanted.length; i++) {
                    assertEquals(found[i], wanted[i], 1e-3 * Math.max(1, Math.abs(wanted[i])), entry.getKey());
                }
            }
        }
    }

    @DataProvider
    public static Object[][] nothings() {
        return new Object[][] {{Float.NaN}, {Float.POSITIVE_INFINITY}, {Float.NEGATIVE_INFINITY}};
    }

    @Test(dataProvider = "nothings")
    public void numbersThatAreNoneAreRefusedByFileAndParameter(float nothing) throws IOException {
        write(arrays -> arrays.get(2).set(new float[] {nothing, nothing, nothing}));
        assertEquals(
                refusal(),
                file
                        + ": the parameter \"02classes_03linear_bias\" (3) holds numbers that are NaN or infinite; a network"
                        + " with it answers nothing");
        assertEquals(Refusal.of(() -> TrainedStudent.load(student(), file, TinyImages.INPUT, Device.cpu())), refusal());
        writeTheirs(name -> "model." + name, nothing);
        Refusal.assertBegins(theirRefusal(), file + ": the parameter \"model.fc.bias\" (3) holds numbers");
    }

    @Test
    public void numbersThatAreNoneInAFileOfDjlsAreRefused() throws IOException {
        Path folder = Files.createTempDirectory("params");
        Path params = folder.resolve("own-0000.params");
        try (Model owner = Model.newInstance("own", Device.cpu())) {
            Block other = Tiny.initialised(network(), owner);
            other.getParameters().get("02classes_03linear_bias").getArray().set(new float[] {0, Float.NaN, 0});
            owner.setBlock(other);
            owner.save(folder, "own");
            Refusal.assertBegins(
                    Refusal.of(() -> Teacher.load(student(), params, TinyImages.INPUT, Device.cpu())),
                    params + ": the parameter \"02classes_03linear_bias\" (3) holds numbers that are NaN or infinite");
        } finally {
            Files.delete(params);
            Files.delete(folder);
        }
    }

    @DataProvider
    public static Object[][] prefixes() {
        return new Object[][] {
            {"module."}, {"_orig_mod."}, {"module._orig_mod."}, {"model."}, {"state_dict.model."}, {""}
        };
    }

    @Test(dataProvider = "prefixes")
    public void whatWrappersPutBeforeEveryNameIsLeftOut(String prefix) throws IOException {
        writeTheirs(name -> prefix + name, 1);
        try (Teacher loaded = Teacher.load(student(), file, THEIRS, TinyImages.INPUT, Device.cpu())) {
            assertEquals(
                    loaded.getNetwork()
                            .getParameters()
                            .get("02classes_03linear_bias")
                            .getArray()
                            .toFloatArray(),
                    new float[] {1, 1, 1});
        }
    }

    @Test
    public void aPartThatWasCompiledIsReadToo() throws IOException {
        writeTheirs(name -> name.replace("features.", "features._orig_mod."), 1);
        Teacher.load(student(), file, THEIRS, TinyImages.INPUT, Device.cpu()).close();
    }

    @Test
    public void aPrefixOfSomeNamesIsNoWrappers() throws IOException {
        writeTheirs(name -> name.startsWith("fc") ? name : "backbone." + name, 1);
        assertEquals(
                theirRefusal(),
                file
                        + " lacks the parameter features.0.weight (2, 3, 3, 3); it has [backbone.features.0.weight, fc.bias,"
                        + " fc.weight]");
    }

    private static final NameMap THEIRS = new NameMap(Map.of("conv", "features.0", "classes/linear", "fc"));

    private String theirRefusal() {
        return Refusal.of(() -> Teacher.load(student(), file, THEIRS, TinyImages.INPUT, Device.cpu()));
    }

    /** By PyTorch's names, with a bias of one number. */
    private void writeTheirs(UnaryOperator<String> naming, float bias) {
        write(arrays -> {
            arrays.forEach(array -> array.setName(naming.apply(Objects.requireNonNull(NAMES.get(array.getName())))));
            arrays.get(2).set(new float[] {bias, bias, bias});
        });
    }

    @Test
    public void aFileOfZerosIsRefused() throws IOException {
        Files.write(file, new byte[100]);
        Refusal.assertBegins(refusal(), file + " is not a whole safetensors file");
    }

    @Test
    public void aCutFileOfDjlsIsRefused() throws IOException {
        Path folder = Files.createTempDirectory("params");
        Path params = folder.resolve("own-0000.params");
        try (Model owner = Model.newInstance("own", Device.cpu())) {
            owner.setBlock(network);
            owner.save(folder, "own");
            byte[] whole = Files.readAllBytes(params);
            for (int length : new int[] {0, 3, 10, whole.length / 2, whole.length - 1}) {
                Files.write(params, Arrays.copyOf(whole, length));
                Refusal.assertBegins(
                        Refusal.of(() -> Teacher.load(student(), params, TinyImages.INPUT, Device.cpu())),
                        params + " does not hold the network's parameters: ");
            }
        } finally {
            Files.delete(params);
            Files.delete(folder);
        }
    }

    @Test
    public void aFileOfDjlsForAnotherNetworkIsRefused() throws IOException {
        Path folder = Files.createTempDirectory("params");
        Path params = folder.resolve("own-0000.params");
        try (Model owner = Model.newInstance("own", Device.cpu())) {
            owner.setBlock(network);
            owner.save(folder, "own");
            Refusal.assertBegins(
                    Refusal.of(() -> Teacher.load(Tiny.student(), params, TinyImages.INPUT, Device.cpu())),
                    params + " does not hold the network's parameters: ");
        } finally {
            Files.delete(params);
            Files.delete(folder);
        }
    }

    @Test
    public void loadingFreesWhatItReplaces() throws IOException {
        Weights.save(network, file);
        try (Model owner = Model.newInstance("owner", Device.cpu())) {
            Block other = Tiny.initialised(network(), owner);
            NDArray old = other.getParameters().valueAt(0).getArray();
            int before = owner.getNDManager().getManagedArrays().size();
            Weights.load(other, owner, file, null, new Shape(1).addAll(TinyImages.INPUT));
            assertTrue(old.isReleased());
            assertFalse(other.getParameters().valueAt(0).getArray().isReleased());
            assertEquals(owner.getNDManager().getManagedArrays().size(), before);
            assertTrue(other.getParameters().valueAt(0).getArray().hasGradient(), "it can be trained on");
        }
    }

    private static Student student() {
        return Student.of("weights", WeightsFileTest::network);
    }

    private String refusal() {
        return Refusal.of(() -> Teacher.load(student(), file, TinyImages.INPUT, Device.cpu()));
    }

    private void write(Consumer<NDList> change) {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDList arrays = new NDList();
            for (Pair<String, Parameter> entry : network.getParameters()) {
                NDArray copy = entry.getValue().getArray().toType(DataType.FLOAT32, true);
                copy.attach(scope);
                copy.setName(entry.getKey());
                arrays.add(copy);
            }
            change.accept(arrays);
            Files.write(file, arrays.encode(NDList.Encoding.SAFETENSORS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NDArray named(NDList arrays, String name, Shape shape, DataType type) {
        NDArray array = arrays.get(0).getManager().zeros(shape, type);
        array.setName(name);
        return array;
    }
}
