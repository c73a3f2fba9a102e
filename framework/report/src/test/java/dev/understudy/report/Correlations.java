package dev.understudy.report;

import dev.understudy.result.Comparison;
import dev.understudy.result.Matrices;
import dev.understudy.result.Spread;
import dev.understudy.result.TableCell;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made-up correlation matrices: the students' are the teacher's with more or less noise. */
final class Correlations {
    private static final int SIDE = 64;
    private static final int RANK = 6;
    private static final List<String> CLASSES = List.of("apple", "bicycle", "castle", "dolphin", "forest", "lamp");

    private Correlations() {}

    static List<Matrices> of(Comparison comparison) {
        List<Matrices> all = new ArrayList<>();
        comparison.teachers().forEach(teacher -> all.add(matrices(teacher.network(), "conv8", 0)));
        double noise = 0.9;
        for (TableCell cell : comparison.cells()) {
            all.add(matrices(cell.recipe(), "conv4", noise));
            noise = Math.max(0.1, 0.9 * noise);
        }
        return all;
    }

    private static Matrices matrices(String network, String layer, double noise) {
        List<Matrices.Shown> images = new ArrayList<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            images.add(new Matrices.Shown(
                    png(i), CLASSES.get(i), matrix(2L * i, network, noise), matrix(2L * i + 1, network, noise)));
        }
        return new Matrices(Matrices.FORMAT, network, layer, images);
    }

    /** Rows of a few common factors, so that blocks and stripes appear as in real ones. */
    private static Matrices.Values matrix(long image, String network, double noise) {
        double[][] factors = factors(new Random(image), 1);
        double[][] own = factors(new Random(network.hashCode() + image), noise);
        double[] products = new double[SIDE * SIDE];
        for (int i = 0; i < products.length; i++) {
            for (int k = 0; k < RANK; k++) {
                products[i] += Math.max(0, factors[i / SIDE][k] + own[i / SIDE][k])
                        * Math.max(0, factors[i % SIDE][k] + own[i % SIDE][k]);
            }
        }
        Spread spread = Spread.of(Arrays.stream(products).boxed().toList());
        byte[] bytes = new byte[products.length];
        for (int i = 0; i < bytes.length; i++) {
            double deviations = (products[i] - spread.mean()) / spread.standardDeviation();
            bytes[i] = (byte) Math.max(-127, Math.min(127, Math.round(deviations * 127 / Matrices.Values.RANGE)));
        }
        return new Matrices.Values(SIDE, 512, Base64.getEncoder().encodeToString(bytes));
    }

    private static double[][] factors(Random random, double size) {
        double[][] factors = new double[SIDE][RANK];
        double[] walk = new double[RANK];
        for (double[] row : factors) {
            for (int k = 0; k < RANK; k++) {
                walk[k] = 0.8 * walk[k] + random.nextGaussian();
                row[k] = size * walk[k];
            }
        }
        return factors;
    }

    private static String png(int index) {
        BufferedImage bitmap = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = bitmap.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.getHSBColor(index / 6f, 0.4f, 0.9f), 32, 32, Color.DARK_GRAY));
        graphics.fillRect(0, 0, 32, 32);
        graphics.setColor(Color.getHSBColor(index / 6f + 0.5f, 0.7f, 0.8f));
        graphics.fillOval(6 + index, 8, 18, 16);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(bitmap, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
