package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures libraries at the same work. They first show that they find the same numbers; then they warm up until their speed is
 * stable; then they take turns, A B C A B C …, so that whatever disturbs the machine disturbs all of them.
 */
final class Race {
  private static final int CHECKS = 5;
  /** Libraries' idle threads spin for a while; the next library must not pay for that. */
  private static final long SETTLE_NANOS = 60_000_000;

  private final Settings settings;
  private final Report report;

  Race(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  Settings settings() {
    return settings;
  }

  Report report() {
    return report;
  }

  /** A library, and how to make it do the work. */
  record Entry(Library library, Supplier<Contender> start) {
  }

  /**
   * Runs a race and reports the median time of a step.
   *
   * @param first how far the first numbers may differ, relatively
   * @param later how far the later ones may, after steps whose formulas differ in rounding or in where ε stands
   * @return the medians in µs, in the order of the entries that took part
   */
  List<Double> run(Row row, double first, double later, List<Entry> entries) {
    var lanes = new ArrayList<Lane>();
    try {
      for (var entry : entries) {
        if (settings.has(entry.library)) {
          lanes.add(new Lane(entry.start.get()));
        }
      }
      agree(row, first, later, lanes);
      lanes.forEach(this::warmUp);
      for (int round = 0; round < settings.rounds(); round++) {
        for (var lane : lanes) {
          lane.times[round] = lane.block();
        }
      }
      return lanes.stream().map(lane -> {
        report.compare(row, lane.contender.library(), Report.TIME, median(lane.times));
        report.add(row, lane.contender.library().label, "us/step-min", Arrays.stream(lane.times).min().orElseThrow());
        return median(lane.times);
      }).toList();
    } finally {
      lanes.forEach(lane -> lane.contender.close());
    }
  }

  private void agree(Row row, double first, double later, List<Lane> lanes) {
    for (int i = 0; i < CHECKS; i++) {
      double reference = Double.NaN;
      for (var lane : lanes) {
        double value = lane.contender.check();
        if (Double.isNaN(reference)) {
          reference = value;
        }
        if (!(Math.abs(value - reference) <= (i == 0 ? first : later) * Math.abs(reference))) {
          report.note(String.format(Locale.ROOT, "DISAGREEMENT in %s, step %d: %s finds %.12g, %s %.12g", row, i + 1,
              lanes.getFirst().contender.library(), reference, lane.contender.library(), value));
        }
      }
    }
  }

  private void warmUp(Lane lane) {
    long until = System.nanoTime() + settings.warmUpNanos();
    lane.calibrate(settings.blockNanos());
    double[] last = new double[4];
    for (int i = 0; System.nanoTime() < until; i++) {
      last[i % last.length] = lane.block();
      if (i >= 2 * last.length
          && Arrays.stream(last).max().orElseThrow() < 1.03 * Arrays.stream(last).min().orElseThrow()) {
        break;
      }
    }
    lane.calibrate(settings.blockNanos());
    lane.times = new double[settings.rounds()];
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static final class Lane {
    private final Contender contender;
    private int steps = 1;
    private double[] times;

    Lane(Contender contender) {
      this.contender = contender;
    }

    /** Finds how many steps take that long. */
    void calibrate(long nanos) {
      steps = 1;
      long taken = time();
      while (taken < nanos / 2 && steps < 1 << 28) {
        steps = taken < nanos / 8 ? 4 * steps : 2 * steps;
        taken = time();
      }
      steps = (int) Math.max(1, Math.min(1 << 29, steps * (double) nanos / Math.max(taken, 1)));
    }

    private long time() {
      long start = System.nanoTime();
      for (int i = 0; i < steps; i++) {
        contender.step();
      }
      return System.nanoTime() - start;
    }

    /** µs per step. */
    double block() {
      long settled = System.nanoTime() + SETTLE_NANOS;
      do {
        contender.step();
      } while (System.nanoTime() < settled);
      return time() * 1e-3 / steps;
    }
  }
}
