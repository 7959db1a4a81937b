package dev.adjoint.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import dev.adjoint.DType;

/** A JVM that trains the mlp with one library and nothing else, and says what that cost. */
final class Child {
  private static final String PREFIX = "measured ";

  private Child() {}

  /** Starts a JVM like this one and gives the metrics it found. */
  static Map<String, Double> run(Task task, Library library, int batch) {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), task.name(),
        library.name(), "" + batch));
    try {
      command.add("" + micros());
      var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var measured = new LinkedHashMap<String, Double>();
      try (var lines = process.inputReader()) {
        lines.lines().filter(line -> line.startsWith(PREFIX)).map(line -> line.split(" ", -1))
            .forEach(words -> measured.put(words[1], Double.valueOf(words[2])));
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
      }
      return measured;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What to measure. */
  enum Task {
    /** Bytes allocated per step, and memory in use at most. */
    MEMORY,
    /** Time to the first step, and to full speed. */
    START
  }

  /** In the JVM started: task, library, batch, and when it was started, in µs. */
  public static void main(String... args) {
    var contender = Library.valueOf(args[1]).train(Network.mlp(Integer.parseInt(args[2]), DType.FLOAT32));
    switch (Task.valueOf(args[0])) {
      case MEMORY -> memory(contender);
      case START -> start(contender, Long.parseLong(args[3]));
    }
    System.exit(0);
  }

  private static void memory(Contender contender) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    do {
      contender.step();
    } while (System.nanoTime() < until);
    int steps = 200;
    long before = threads.getTotalThreadAllocatedBytes();
    long own = threads.getTotalThreadAllocatedBytes() - before; // what asking costs
    before = threads.getTotalThreadAllocatedBytes();
    for (int i = 0; i < steps; i++) {
      contender.step();
    }
    long bytes = threads.getTotalThreadAllocatedBytes() - before - own;
    tell("bytes/step", (double) bytes / steps);
    tell("peak-RSS-MB", peak() / 1024.0);
  }

  /** VmHWM in kB. */
  private static long peak() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines.filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst().orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Contender contender, long started) {
    contender.step();
    tell("ms-to-first-step", (micros() - started) / 1e3);
    int n = 0;
    double[] ends = new double[1 << 20];
    double[] times = new double[1 << 20];
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    for (long t = System.nanoTime(); t < until && n < ends.length; n++) {
      contender.step();
      long now = System.nanoTime();
      times[n] = (now - t) / 1e3;
      ends[n] = (micros() - started) / 1e3;
      t = System.nanoTime();
    }
    double full = Race.median(Arrays.copyOfRange(times, n - n / 4 - 1, n));
    int window = 15;
    int i = 0;
    while (i + window < n && Race.median(Arrays.copyOfRange(times, i, i + window)) > 1.2 * full) {
      i++;
    }
    tell("ms-to-full-speed", ends[Math.min(i, n - 1)]);
    tell("full-speed-us", full);
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static void tell(String metric, double value) {
    System.out.println(PREFIX + metric + " " + value);
  }
}
