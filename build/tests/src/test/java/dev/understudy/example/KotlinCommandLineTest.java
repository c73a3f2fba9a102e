package dev.understudy.example;

import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.testng.annotations.Test;

public class KotlinCommandLineTest {

    @Test
    public void aRecipeInKotlinIsTrainedByItsClass() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "dev.understudy.example.KotlinRecipe")).succeeded();
        assertTrue(Cli.names(folder).contains("mine-in-kotlin-seed1.safetensors"));
        String listed = Cli.run("inspect dev.understudy.example.KotlinRecipe")
                .succeeded()
                .out();
        assertTrue(listed.contains("05Conv2d"), listed);
    }
}
