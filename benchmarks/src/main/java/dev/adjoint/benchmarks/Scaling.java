package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

import dev.adjoint.DType;

/** The time of a training step against the width and the depth of the network, with the exponent fitted: time ~ sizeᵉ. */
final class Scaling implements Workload {
  private static final int BATCH = 128;
  private static final List<Library> LIBRARIES = List.of(Library.ADJOINT, Library.TENSORFLOW);

  @Override
  public void run(Race race) {
    fit(race, "width", List.of(64, 128, 256, 512, 1024), width -> network(width, 2));
    fit(race, "depth", List.of(1, 2, 3, 4, 6, 8), depth -> network(256, depth));
  }

  /** As many inputs as hidden units, and 10 classes. */
  private static Network network(int width, int depth) {
    var widths = new ArrayList<>(Collections.nCopies(depth + 1, width));
    widths.add(10);
    return new Network(widths, Network.Task.CLASSIFY, BATCH, DType.FLOAT32);
  }

  private static void fit(Race race, String what, List<Integer> sizes, IntFunction<Network> networks) {
    var libraries = LIBRARIES.stream().filter(race.settings()::has).toList();
    var times = new ArrayList<List<Double>>();
    for (int size : sizes) {
      times.add(race.run(new Row(what, DType.FLOAT32, "" + size), 1e-4, 1e-2, libraries.stream()
          .map(library -> new Race.Entry(library, () -> library.train(networks.apply(size)))).toList()));
    }
    for (int i = 0; i < libraries.size(); i++) {
      int column = i;
      race.report().add(new Row(what, DType.FLOAT32, sizes.getFirst() + "-" + sizes.getLast()), libraries.get(i).label,
          "exponent", slope(sizes, times.stream().map(t -> t.get(column)).toList()));
    }
  }

  /** Of the line through (log size, log time), by least squares. */
  private static double slope(List<Integer> sizes, List<Double> times) {
    double x = sizes.stream().mapToDouble(Math::log).average().orElseThrow();
    double y = times.stream().mapToDouble(Math::log).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < sizes.size(); i++) {
      double dx = Math.log(sizes.get(i)) - x;
      xy += dx * (Math.log(times.get(i)) - y);
      xx += dx * dx;
    }
    return xy / xx;
  }
}
