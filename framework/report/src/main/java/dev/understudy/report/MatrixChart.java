package dev.understudy.report;

import dev.understudy.internal.format.HalfMatrix;
import dev.understudy.report.internal.chart.ChartStyle;
import dev.understudy.result.Matrices;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Correlation matrices side by side: for each image that of the teacher, then that of each student and what it differs
 * by. Orange is more correlated than the matrix is on average, blue less.
 */
public final class MatrixChart {
    private static final int SIDE = 128;
    private static final int GAP = 14;
    private static final int HEAD = 28;
    private static final int CAPTION = 30;
    private static final int ROW = SIDE + CAPTION;

    private static final Color[] STOPS = {
        new Color(0x08306b), new Color(0x4292c6), new Color(0xf7f7f4), new Color(0xe8853a), new Color(0x7f2704)
    };

    private final Matrices teacher;
    private final List<Matrices> students;
    private final Function<Matrices.Shown, Matrices.Values> kind;

    private MatrixChart(Matrices teacher, List<Matrices> students, Function<Matrices.Shown, Matrices.Values> kind) {
        for (Matrices student : students) {
            if (student.images().size() != teacher.images().size()) {
                throw new IllegalArgumentException("Wanted matrices for the teacher's "
                        + teacher.images().size() + " images, got those of \"" + student.network() + "\" for "
                        + student.images().size());
            }
        }
        this.teacher = teacher;
        this.students = students;
        this.kind = kind;
    }

    /**
     * Draws the correlations between channels.
     *
     * @param teacher the teacher's
     * @param students those of students for the same images, in order
     * @return a row for each image; the mean squared difference stands under each difference
     * @throws IllegalArgumentException if a student's are not for as many images
     */
    public static BufferedImage channels(Matrices teacher, Matrices... students) {
        return new MatrixChart(teacher, List.of(students), Matrices.Shown::channel).image();
    }

    /**
     * Draws the correlations between locations.
     *
     * @param teacher the teacher's
     * @param students those of students for the same images, in order
     * @return a row for each image; the mean squared difference stands under each difference
     * @throws IllegalArgumentException if a student's are not for as many images
     */
    public static BufferedImage locations(Matrices teacher, Matrices... students) {
        return new MatrixChart(teacher, List.of(students), Matrices.Shown::spatial).image();
    }

    private BufferedImage image() {
        int columns = 2 + 2 * students.size();
        int rows = teacher.images().size();
        BufferedImage bitmap = ChartStyle.paper(GAP + columns * (SIDE + GAP), HEAD + rows * ROW);
        Graphics2D pen = ChartStyle.pen(bitmap);
        pen.setFont(ChartStyle.font(12));
        head(pen);
        for (int row = 0; row < rows; row++) {
            row(pen, row, HEAD + row * ROW);
        }
        pen.dispose();
        return bitmap;
    }

    private void head(Graphics2D pen) {
        pen.setColor(ChartStyle.TEXT);
        write(pen, teacher.network(), 1, HEAD - 9);
        for (int i = 0; i < students.size(); i++) {
            write(pen, students.get(i).network(), 2 + 2 * i, HEAD - 9);
            write(pen, "difference", 3 + 2 * i, HEAD - 9);
        }
    }

    private void row(Graphics2D pen, int row, int y) {
        Matrices.Shown shown = teacher.images().get(row);
        Matrices.Values theirs = kind.apply(shown);
        pen.setColor(ChartStyle.MUTED);
        pen.drawImage(ImageRow.decoded(shown.png()), x(0), y, SIDE, SIDE, null);
        write(pen, shown.className(), 0, y + SIDE + 15);
        paint(pen, HalfMatrix.bytes(theirs), theirs.side(), 1, y);
        for (int i = 0; i < students.size(); i++) {
            Matrices.Values ours = kind.apply(students.get(i).images().get(row));
            paint(pen, HalfMatrix.bytes(ours), ours.side(), 2 + 2 * i, y);
            if (HalfMatrix.alike(ours, theirs)) {
                paint(pen, difference(HalfMatrix.bytes(ours), HalfMatrix.bytes(theirs)), ours.side(), 3 + 2 * i, y);
                write(
                        pen,
                        String.format(Locale.US, "%.2f", HalfMatrix.meanSquare(ours, theirs)),
                        3 + 2 * i,
                        y + SIDE + 15);
            } else {
                write(pen, "of other sizes", 3 + 2 * i, y + SIDE / 2);
            }
        }
    }

    private static byte[] difference(byte[] ours, byte[] theirs) {
        byte[] difference = new byte[ours.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, ours[i] - theirs[i]));
        }
        return difference;
    }

    private static void paint(Graphics2D pen, byte[] levels, int side, int column, int y) {
        BufferedImage matrix = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int[] colours = new int[levels.length];
        Arrays.setAll(colours, i -> colour(levels[i]).getRGB());
        matrix.setRGB(0, 0, side, side, colours, 0, side);
        pen.drawImage(matrix, x(column), y, SIDE, SIDE, null);
    }

    /** The colour of -127 to 127, from the two stops around it. */
    static Color colour(int level) {
        double at = (level + Byte.MAX_VALUE) / (2.0 * Byte.MAX_VALUE) * (STOPS.length - 1);
        int below = Math.max(0, Math.min((int) at, STOPS.length - 2));
        double share = at - below;
        Color from = STOPS[below];
        Color to = STOPS[below + 1];
        return new Color(
                between(from.getRed(), to.getRed(), share),
                between(from.getGreen(), to.getGreen(), share),
                between(from.getBlue(), to.getBlue(), share));
    }

    private static int between(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    private static void write(Graphics2D pen, String text, int column, int y) {
        pen.drawString(text, x(column), y);
    }

    private static int x(int column) {
        return GAP + column * (SIDE + GAP);
    }
}
