package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;

import dev.understudy.InputException;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class GpuAddressesTest {

    @Test
    public void anAddressIsACard() {
        assertEquals(GpuAddresses.device(List.of("3")), "gpu3");
        assertEquals(GpuAddresses.device(List.of("0", "2")), "gpu0,gpu2");
    }

    @Test
    public void sharesOfACardAreThatCard() {
        assertEquals(GpuAddresses.device(List.of("1.0")), "gpu1");
        assertEquals(GpuAddresses.device(List.of("1.7")), "gpu1");
        assertEquals(GpuAddresses.device(List.of("1.0", "1.1")), "gpu1");
    }

    @Test
    public void withoutAddressesItIsTheFirstCard() {
        assertEquals(GpuAddresses.device(List.of()), "gpu0");
    }

    @Test
    public void anythingElseIsRefused() {
        InputException refusal =
                Assert.expectThrows(InputException.class, () -> GpuAddresses.device(List.of("GPU-6f21", "0")));
        assertEquals(
                refusal.getMessage(),
                "Spark's discovery script calls a GPU \"GPU-6f21\"; its number is wanted, such as 0, or 0.1 for a share of"
                        + " it");
    }
}
