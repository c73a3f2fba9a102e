package dev.understudy.internal.format;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Refusal;
import dev.understudy.internal.network.MemoryFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Our reader and writer of safetensors. */
public final class SafetensorsTest {

    private static final Path FILE = Path.of("some.safetensors");
    private static final String REFUSAL = FILE + " is not a whole safetensors file: ";
    private static final String ONE = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    private NDManager manager = NDManager.newBaseManager();

    @BeforeClass
    public void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterClass
    public void close() {
        manager.close();
    }

    /** A file with arrays of every kind. */
    static Map<String, NDArray> arrays(NDManager manager) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("u8", manager.create(new byte[] {1, 2, 3}, new Shape(3)).toType(DataType.UINT8, true));
        arrays.put("truth", manager.create(new boolean[] {true, false, true}));
        arrays.put("single", manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)));
        arrays.put("double", manager.create(new double[] {1.5, -2.25}));
        arrays.put("half", manager.create(new float[] {0.5f, -3}).toType(DataType.FLOAT16, true));
        arrays.put("long", manager.create(new long[] {1L << 40, -1}, new Shape(2, 1, 1)));
        arrays.put("int", manager.create(new int[] {7, -8}));
        arrays.put("byte", manager.create(new byte[] {-1, 2, 3, 4, 5}));
        arrays.put("scalar", manager.create(42f));
        arrays.put("nothing", manager.zeros(new Shape(0, 3)));
        return arrays;
    }

    @Test
    public void whatIsWrittenIsRead() {
        Map<String, NDArray> arrays = arrays(manager);
        Map<String, String> metadata = Map.of("recipe", "grün\nsecond line");
        Safetensors.Content read = Safetensors.decode(manager, Safetensors.encode(metadata, arrays), FILE);
        assertEquals(read.metadata(), metadata);
        assertSame(read.arrays(), arrays);
        assertEquals(List.copyOf(read.arrays().keySet()), List.copyOf(arrays.keySet()));
    }

    @Test
    public void arraysAreWrittenAsTheyReadWhateverTheirLayout() {
        NDArray square = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        NDArray images = MemoryFormat.best(new NDList(manager.arange(0f, 120, 1).reshape(2, 3, 4, 5)))
                .singletonOrThrow();
        byte[] bytes = Safetensors.encode(
                Map.of(), Map.of("turned", square.transpose(), "row", square.get(":, 1"), "images", images));
        Map<String, NDArray> read = Safetensors.decode(manager, bytes, FILE).arrays();
        assertEquals(found(read, "turned").toFloatArray(), new float[] {1, 4, 2, 5, 3, 6}, 0);
        assertEquals(found(read, "turned").getShape(), new Shape(3, 2));
        assertEquals(found(read, "row").toFloatArray(), new float[] {2, 5}, 0);
        assertEquals(found(read, "images").toFloatArray()[7], 7f, 0);
    }

    @Test
    public void numbersBeginWhereTheirWidthAllows() {
        byte[] bytes = Safetensors.encode(Map.of(), arrays(manager));
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals((Long.BYTES + header) % Long.BYTES, 0);
        String json = new String(bytes, Long.BYTES, (int) header, StandardCharsets.UTF_8);
        assertTrue(json.startsWith("{\"u8\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":"), json);
        assertTrue(json.contains("\"double\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}"), json);
    }

    @Test
    public void whatDjlWritesIsRead() {
        Map<String, NDArray> arrays = arrays(manager);
        arrays.remove("nothing");
        NDList list = new NDList();
        arrays.forEach((name, array) -> {
            array.setName(name);
            list.add(array);
        });
        byte[] bytes = list.encode(NDList.Encoding.SAFETENSORS);
        assertSame(Safetensors.decode(manager, bytes, FILE).arrays(), arrays);
    }

    /** Written by Python's safetensors 0.8.0, save_file of torch tensors. */
    @Test
    public void whatPythonWritesIsRead() throws IOException {
        byte[] bytes;
        try (var in = Objects.requireNonNull(
                SafetensorsTest.class.getResourceAsStream("/dev/understudy/python.safetensors"))) {
            bytes = in.readAllBytes();
        }
        Safetensors.Content read = Safetensors.decode(manager, bytes, FILE);
        assertEquals(read.metadata(), Map.of("made by", "safetensors 0.8.0"));
        Map<String, NDArray> wanted = new LinkedHashMap<>();
        wanted.put("f64", manager.create(new double[] {1.5, -2.25}, new Shape(1, 2)));
        wanted.put("f32", manager.create(new float[] {1, 2, 3, 4, 5, 6.5f}, new Shape(2, 3)));
        wanted.put("f16", manager.create(new float[] {0.5f, -3}).toType(DataType.FLOAT16, true));
        wanted.put("bf16", manager.create(new float[] {1, -2.5f, 3.140625f}));
        wanted.put("i64", manager.create(new long[] {1, -(1L << 40)}));
        wanted.put("i32", manager.create(new int[] {7, -8}));
        wanted.put("i8", manager.create(new byte[] {-1, 2, 3}));
        wanted.put("u8", manager.create(new byte[] {-1, 0, 1}, new Shape(3)).toType(DataType.UINT8, true));
        wanted.put("bool", manager.create(new boolean[] {true, false, true}));
        wanted.put("scalar", manager.create(42f));
        wanted.put("empty", manager.zeros(new Shape(0, 3)));
        assertSame(read.arrays(), wanted);
    }

    @Test
    public void aFileOnTheDiskIsReadAsItsBytesAre() throws IOException {
        Path file = Files.createTempFile("some", ".safetensors");
        Files.write(file, Safetensors.encode(Map.of("a", "b"), arrays(manager)));
        Safetensors.Content read = Safetensors.read(manager, file);
        assertEquals(read.metadata(), Map.of("a", "b"));
        assertSame(read.arrays(), arrays(manager));
        Files.delete(file);
    }

    @DataProvider
    public static Object[][] refused() {
        String huge = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]";
        return new Object[][] {
            {file("", 0), "its header should begin with {, it begins with \"\""},
            {file("[]", 0), "its header should begin with {, it begins with \"[\""},
            {file("{}", 1), "its arrays have 0 bytes, 1 are there"},
            {file("{} x", 0), "Unrecognized token 'x'"},
            {file("{} {}", 0), "its header goes on after its end"},
            {file("{" + ONE, 8), "Unexpected end-of-input"},
            {file("{" + ONE + "," + ONE + "}", 8), "Duplicate field 'a'"},
            {file("{" + ONE + "}", 7), "\"a\" (2) should have 8 bytes, it ends at 8 after 0 of 7"},
            {file("{" + ONE + "}", 9), "its arrays have 8 bytes, 9 are there"},
            {file("{" + ONE.replace("F32", "F33") + "}", 8), "\"a\" is of type \"F33\"; there are [F64, F32,"},
            {file("{" + ONE.replace("[2]", "[3]") + "}", 8), "\"a\" (3) should have 12 bytes, it ends at 8"},
            {file("{" + ONE.replace("[2]", "[-2]") + "}", 8), "\"a\" should have whole numbers from 0, it has \"-2\""},
            {file("{" + ONE.replace("[2]", "[2.0]") + "}", 8), "\"a\" should have whole numbers from 0, it has \"2.0\""
            },
            {file("{" + ONE.replace("[2]", "[99999999999999999999]") + "}", 8), "Numeric value (99999999999999999999)"},
            {file("{" + ONE.replace("[2]", "[4294967296,4294967296]") + "}", 8), "\"a\" (4294967296, 4294967296) is too"
            },
            {file("{" + ONE.replace("[2]", "[0,4294967296,4294967296]") + "}", 8), "\"a\" (0, 4294967296, 4294967296)"},
            {file("{" + ONE.replace("[2]", "[[2]]") + "}", 8), "Document nesting depth (4) exceeds"},
            {file("{" + ONE.replace("[2]", huge) + "}", 8), "\"a\" has more than 16 numbers in a row"},
            {file("{" + ONE.replace("[0,8]", "[8,0]") + "}", 8), "\"a\" should begin at 0, it begins at 8"},
            {file("{" + ONE.replace("[0,8]", "[8]") + "}", 8), "\"a\" should have dtype, shape and two data_offsets"},
            {file("{" + ONE.replace("shape", "form") + "}", 8), "\"a\" has an unknown field \"form\""},
            {file("{" + ONE + "," + ONE.replace("\"a\"", "\"b\"") + "}", 8), "\"b\" should begin at 8, it begins at 0"},
            {
                file("{" + ONE + "," + ONE.replace("a\"", "b\"").replace("0,8", "9,17") + "}", 17),
                "\"b\" should begin at 8"
            },
            {file("{\"a\\nb\":" + ONE.substring(4) + "}", 8), "its header has a name with control characters, \"a?b\""},
            {file("{\"__metadata__\":{\"a\":1}}", 0), "__metadata__ should hold texts, it holds \"1\""},
            {file("{\"__metadata__\":[]}", 0), "__metadata__ should begin with {, it begins with \"[\""},
            {
                file("{\"t\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, 2),
                "a truth value should be 0"
            },
            {new byte[7], "it has 7 bytes"},
            {length(-1), "its header should have up to 32 bytes, it has 18446744073709551615"},
            {length(33), "its header should have up to 32 bytes, it has 33"},
            {file("{\"\uD800\":1}", 0), "it begins with"},
            {new byte[] {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff}, "it is not UTF-8 text"},
        };
    }

    @Test(dataProvider = "refused")
    public void whatDoesNotFitIsRefused(byte[] bytes, String reason) {
        String refusal = Refusal.of(() -> Safetensors.decode(manager, bytes, FILE));
        assertTrue(refusal.startsWith(REFUSAL), refusal);
        assertTrue(refusal.contains(reason), refusal);
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    private static byte[] file(String json, int numbers) {
        return file(json, numbers, 0);
    }

    private static byte[] file(String json, int numbers, int each) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        byte[] values = new byte[numbers];
        Arrays.fill(values, (byte) each);
        return ByteBuffer.allocate(Long.BYTES + header.length + numbers)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(values)
                .array();
    }

    private static NDArray found(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private static void assertSame(Map<String, NDArray> read, Map<String, NDArray> wanted) {
        assertEquals(read.keySet(), wanted.keySet());
        wanted.forEach((name, array) -> {
            NDArray other = found(read, name);
            assertEquals(other.getDataType(), array.getDataType(), name);
            assertEquals(other.getShape(), array.getShape(), name);
            assertEquals(other.toByteArray(), array.toByteArray(), name);
        });
    }
}
