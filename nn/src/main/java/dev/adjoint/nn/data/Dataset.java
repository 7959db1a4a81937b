package dev.adjoint.nn.data;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;

/**
 * Examples: row i of the inputs belongs to row i of the targets.
 *
 * @param inputs of shape [n, …]
 * @param targets of shape [n, …]: numbers, or INT32 class indices [n]
 */
public record Dataset(Tensor inputs, Tensor targets) {

  /** Checks that there are as many inputs as targets. */
  public Dataset {
    if (inputs.shape().rank() == 0 || targets.shape().rank() == 0 || inputs.shape().dim(0) != targets.shape().dim(0)) {
      throw new IllegalArgumentException(
          "dataset: inputs " + inputs.type() + " and targets " + targets.type() + " differ in their number of rows");
    }
  }

  /** The number of examples. */
  public int size() {
    return inputs.shape().dim(0);
  }

  /** The examples at these positions, in this order. */
  public Dataset select(int... positions) {
    return select(Tensor.of(positions));
  }

  /** The examples at these positions, INT32 [k], in this order. */
  public Dataset select(Tensor index) {
    return new Dataset(inputs.indexSelect(0, index), targets.indexSelect(0, index));
  }

  /** The positions 0 … n − 1 in an order drawn from the seed. */
  public int[] shuffled(long seed) {
    return shuffle(IntStream.range(0, size()).toArray(), new Random(seed));
  }

  /** Fisher and Yates, as improved by Durstenfeld (1964). */
  private static int[] shuffle(int[] positions, Random random) {
    for (int i = positions.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = positions[i];
      positions[i] = positions[j];
      positions[j] = swapped;
    }
    return positions;
  }

  /**
   * Two parts of a dataset.
   *
   * @param train to learn from
   * @param test to hold out
   */
  public record Split(Dataset train, Dataset test) {
  }

  /**
   * Holds out a fraction of the examples, drawn by seed. Where targets are class indices each class is split by itself, so that
   * both parts have the same mixture (stratified).
   *
   * @param heldOut between 0 and 1
   */
  public Split split(double heldOut, long seed) {
    if (!(heldOut >= 0 && heldOut <= 1)) {
      throw new IllegalArgumentException("split: the fraction held out must be in [0, 1], got " + heldOut);
    }
    var random = new Random(seed);
    var train = IntStream.builder();
    var test = IntStream.builder();
    for (int[] group : groups()) {
      int[] order = shuffle(group, random);
      int n = (int) Math.round(heldOut * order.length);
      Arrays.stream(order, 0, n).forEach(test);
      Arrays.stream(order, n, order.length).forEach(train);
    }
    return new Split(select(train.build().sorted().toArray()), select(test.build().sorted().toArray()));
  }

  /** The positions of each class, or all of them. */
  private List<int[]> groups() {
    if (targets.dtype() != DType.INT32 || targets.shape().rank() != 1) {
      return List.of(IntStream.range(0, size()).toArray());
    }
    int[] labels = targets.toInts();
    var byLabel = new TreeMap<Integer, IntStream.Builder>();
    for (int i = 0; i < labels.length; i++) {
      byLabel.computeIfAbsent(labels[i], label -> IntStream.builder()).add(i);
    }
    return byLabel.values().stream().map(positions -> positions.build().toArray()).toList();
  }

  /** With the inputs as another element type. */
  public Dataset cast(DType dtype) {
    return new Dataset(inputs.cast(dtype), targets.dtype().isFloating() ? targets.cast(dtype) : targets);
  }
}
