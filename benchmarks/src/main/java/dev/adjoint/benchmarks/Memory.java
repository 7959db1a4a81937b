package dev.adjoint.benchmarks;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.adjoint.DType;

/** What a training step of the mlp allocates on the Java heap, and how large the process gets, each library in a JVM of its own. */
final class Memory implements Workload {
  private static final int BATCH = 128;

  @Override
  public void run(Race race) {
    measure(race, new Row("memory", DType.FLOAT32, "" + BATCH), Child.Task.MEMORY, BATCH, 1);
  }

  /** The median of each metric over some JVMs, one library after the other. */
  static void measure(Race race, Row row, Child.Task task, int batch, int times) {
    var libraries = Library.TRAINERS.stream().filter(race.settings()::has).toList();
    var measured = new LinkedHashMap<String, Map<Library, double[]>>();
    for (int i = 0; i < times; i++) {
      for (var library : libraries) {
        int at = i;
        Child.run(task, library, batch).forEach((metric, value) -> measured
            .computeIfAbsent(metric, _ -> new EnumMap<>(Library.class))
            .computeIfAbsent(library, _ -> new double[times])[at] = value);
      }
    }
    measured.forEach((metric, values) -> values
        .forEach((library, all) -> race.report().compare(row, library, metric, Race.median(all))));
  }
}
