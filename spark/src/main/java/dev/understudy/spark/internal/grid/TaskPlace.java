package dev.understudy.spark.internal.grid;

import java.io.PrintWriter;
import java.util.List;

/**
 * Where a step is done.
 *
 * @param name what the step is called
 * @param cores how many cores it has
 * @param gpus the addresses of its GPUs by Spark; empty where it has none
 * @param out what it tells goes there, line by line
 */
record TaskPlace(String name, int cores, List<String> gpus, PrintWriter out) {}
