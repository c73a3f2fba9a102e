/** ONNX files as they stand, and as teachers. Not API. */
@NullMarked
package dev.understudy.internal.onnx;

import org.jspecify.annotations.NullMarked;
