package dev.adjoint.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.view.Quantity;

/**
 * How the elements of named tensors, such as weights or gradients, are distributed in the course of a training: a column per
 * epoch, the darker the more elements. Long trainings are thinned out.
 */
public final class Histograms {
  private static final int BINS = 21;
  private static final int COLUMNS = 48;
  private static final int ELEMENTS = 1024;

  private final String what;
  private final Map<String, List<Snapshot>> snapshots = new LinkedHashMap<>();
  private int every = 1;

  private static final class Snapshot {
    final int epoch;
    final double[] elements;

    Snapshot(int epoch, double[] elements) {
      this.epoch = epoch;
      this.elements = elements;
    }
  }

  /** Nothing yet; {@code what} is what pictures call it. */
  public Histograms(String what) {
    this.what = what;
  }

  /** What there is now, which may be drawn on another thread. */
  Histograms copy() {
    var copy = new Histograms(what);
    snapshots.forEach((name, list) -> copy.snapshots.put(name, List.copyOf(list)));
    return copy;
  }

  /** Keeps the elements of tensors at the end of an epoch; of large ones, some at equal distances. */
  public void add(int epoch, Map<String, Tensor> tensors) {
    add(epoch, () -> tensors);
  }

  /** The same for tensors that are computed only for epochs that are kept. */
  public void add(int epoch, Supplier<Map<String, Tensor>> tensors) {
    if (epoch % every == 0) {
      tensors.get().forEach((name, tensor) -> {
        double[] elements = tensor.detach().cast(DType.FLOAT64).value().doubles();
        int step = Math.ceilDiv(elements.length, ELEMENTS);
        var kept = DoubleStream.iterate(0, i -> i < elements.length, i -> i + step).map(i -> elements[(int) i])
            .filter(Double::isFinite).toArray();
        snapshots.computeIfAbsent(name, n -> new ArrayList<>()).add(new Snapshot(epoch, kept));
      });
      if (snapshots.values().stream().anyMatch(list -> list.size() > COLUMNS)) {
        every *= 2;
        snapshots.values().forEach(list -> list.removeIf(snapshot -> snapshot.epoch % every != 0));
      }
    }
  }

  /** A picture per tensor. */
  public List<Picture> pictures() {
    return snapshots.entrySet().stream().filter(e -> e.getValue().stream().anyMatch(s -> s.elements.length > 0))
        .map(e -> picture(e.getKey(), e.getValue())).toList();
  }

  private Picture picture(String name, List<Snapshot> columns) {
    var range = columns.stream().flatMapToDouble(s -> Arrays.stream(s.elements)).summaryStatistics();
    double width = Math.max((range.getMax() - range.getMin()) / BINS, Double.MIN_NORMAL);
    var cells = new ArrayList<Number[]>();
    for (int c = 0; c < columns.size(); c++) {
      int[] counts = new int[BINS];
      for (double x : columns.get(c).elements) {
        counts[Math.clamp((int) ((x - range.getMin()) / width), 0, BINS - 1)]++;
      }
      for (int b = 0; b < BINS; b++) {
        cells.add(new Number[]{c, b, counts[b]});
      }
    }
    var bins = IntStream.range(0, BINS)
        .mapToObj(b -> Quantity.number(range.getMin() + (b + 0.5) * width)).toList();
    var epochs = columns.stream().map(s -> Integer.toString(s.epoch)).toList();
    var chart = Charts.heatMap(name, "epoch", what, Charts.WIDTH, Charts.HEIGHT * 3 / 4);
    chart.getStyler().setShowValue(false);
    chart.getStyler().setXAxisMaxLabelCount(8);
    chart.addSeries(name, epochs, bins, cells);
    return Picture.of("Histogram of " + what + " over the epochs: " + name, chart);
  }
}
