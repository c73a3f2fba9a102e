/** Trained students as ONNX files: written, and run by DJL's ONNX Runtime engine. */
@NullMarked
package dev.understudy.onnx;

import org.jspecify.annotations.NullMarked;
