package dev.understudy.onnx;

import ai.djl.nn.Block;

/**
 * A block of DJL whose formula is known.
 *
 * @param block the block
 * @param formula what it does
 */
record KnownPart(Block block, Formula formula) {}
