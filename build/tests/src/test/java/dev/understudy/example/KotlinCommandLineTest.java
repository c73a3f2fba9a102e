package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
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

    /** Options of all types, as flags in Java and behind a colon in Kotlin: the same student, bit for bit. */
    @Test
    public void optionsOfARecipeInKotlinAreThoseOfTheSameInJava() throws IOException {
        Path java = Cli.fresh();
        Cli.run(Cli.train(
                        java,
                        TunedRecipe.class.getName(),
                        "--channel-weight=5",
                        "--first-epochs=2",
                        "--soft-targets",
                        "--norm=absolute"))
                .succeeded();
        Path kotlin = Cli.fresh();
        Cli.run(Cli.train(
                        kotlin,
                        "dev.understudy.example.KotlinTunedRecipe:norm=absolute,soft-targets=yes,first-epochs=2,"
                                + "channel-weight=5.0"))
                .succeeded();
        String name =
                "tuned-in-kotlin-channel-weight-5-first-epochs-2-soft-targets-yes-norm-absolute-seed1.safetensors";
        assertEquals(
                Files.readAllBytes(kotlin.resolve(name)), Files.readAllBytes(java.resolve("tuned-seed1.safetensors")));
        assertEquals(
                Cli.run("recipes dev.understudy.example.KotlinTunedRecipe")
                        .succeeded()
                        .out()
                        .replace("dev.understudy.example.KotlinTunedRecipe", "it"),
                Cli.run("recipes " + TunedRecipe.class.getName())
                        .succeeded()
                        .out()
                        .replace(TunedRecipe.class.getName(), "it"));
    }

    @Test
    public void publishedMethodsInOneRecipeGiveTheSameInKotlin() throws IOException {
        Path java = Cli.fresh();
        Cli.run(Cli.train(java, ContrastRecipe.class.getName(), "--contrast-weight=0.5"))
                .succeeded();
        Path kotlin = Cli.fresh();
        Cli.run(Cli.train(kotlin, "dev.understudy.example.KotlinContrastRecipe:contrast-weight=0.5"))
                .succeeded();
        assertEquals(
                Files.readAllBytes(kotlin.resolve("contrast-in-kotlin-contrast-weight-0.5-seed1.safetensors")),
                Files.readAllBytes(java.resolve("contrast-seed1.safetensors")));
    }
}
