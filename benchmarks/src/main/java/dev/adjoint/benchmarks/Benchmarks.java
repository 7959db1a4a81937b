package dev.adjoint.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.adjoint.Adjoint;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tensorflow.TensorFlow;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures Adjoint beside the libraries a JVM user would pick instead, and prints rows {@code
 * workload,library,dtype,batch,metric,value} and at the end a table of ratios to the best peer of each row. In the folder of the
 * parent:
 *
 * <pre>
 * mvn -q -Pbenchmarks -pl benchmarks -am package exec:exec                             all workloads
 * mvn -q -Pbenchmarks -pl benchmarks -am package exec:exec -Dargs="mlp"                one
 * mvn -q -Pbenchmarks -pl benchmarks -am package exec:exec -Dargs="mlp small --quick"  some, less exactly
 * mvn -q -Pbenchmarks -pl benchmarks -am package exec:exec -Dargs="jmh matmul"         single operations, by JMH
 * </pre>
 */
@Command(name = "benchmarks", description = "Adjoint beside its peers.", mixinStandardHelpOptions = true)
public final class Benchmarks implements Callable<Integer> {
  private static final Map<String, Workload> WORKLOADS = new LinkedHashMap<>();

  static {
    WORKLOADS.put("mlp", new Mlp());
    WORKLOADS.put("small", new Small());
    WORKLOADS.put("expression", new Expression());
    WORKLOADS.put("chain", new Chain());
    WORKLOADS.put("elementwise", new Elementwise());
    WORKLOADS.put("gemm", new Products());
    WORKLOADS.put("memory", new Memory());
    WORKLOADS.put("gradient", new GradientToValue());
    WORKLOADS.put("scaling", new Scaling());
    WORKLOADS.put("start", new ColdStart());
  }

  @Parameters(paramLabel = "WORKLOAD", description = "What to measure; all without one. Or: jmh and what its names contain.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--rounds", description = "Turns of each library (default: ${DEFAULT-VALUE}).")
  private int rounds = 15;

  @Option(names = "--block", description = "Length of a turn in ms (default: ${DEFAULT-VALUE}).")
  private int block = 300;

  @Option(names = "--warm-up", description = "Seconds a library has at most to warm up (default: ${DEFAULT-VALUE}).")
  private double warmUp = 12;

  @Option(names = "--quick", description = "3 rounds of 100 ms, 2 s of warm-up.")
  private boolean quick;

  @Option(names = "--only", split = ",", description = "Libraries to measure (default: all): ${COMPLETION-CANDIDATES}.")
  private List<Library> only = List.of(Library.values());

  /** Measures what the arguments name. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (!names.isEmpty() && names.getFirst().equals("jmh")) {
      var options = new OptionsBuilder();
      names.subList(1, names.size()).forEach(options::include);
      if (quick) {
        var shortly = TimeValue.milliseconds(200);
        options.warmupTime(shortly).warmupIterations(2).measurementTime(shortly).measurementIterations(2);
      }
      new Runner(options.build()).run();
      return CommandLine.ExitCode.OK;
    }
    for (var name : names) {
      if (!WORKLOADS.containsKey(name)) {
        System.err.println("no workload " + name + " among " + WORKLOADS.keySet());
        return CommandLine.ExitCode.USAGE;
      }
    }
    describe();
    var settings = quick
        ? new Settings(3, 100_000_000, 2_000_000_000, EnumSet.copyOf(only))
        : new Settings(rounds, block * 1_000_000L, (long) (warmUp * 1e9), EnumSet.copyOf(only));
    var report = new Report(System.out);
    for (var name : names.isEmpty() ? WORKLOADS.keySet() : names) {
      WORKLOADS.get(name).run(new Race(settings, report));
    }
    report.ratios();
    return CommandLine.ExitCode.OK;
  }

  private static void describe() {
    var runtime = ManagementFactory.getRuntimeMXBean();
    System.out.printf("machine: %s, %d cores, %s%n", processor(), Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
    System.out.printf("JDK: %s %s, %s%n", runtime.getVmVendor(), Runtime.version(),
        String.join(" ", runtime.getInputArguments()));
    System.out.printf("peers: TensorFlow %s, PyTorch %s through DJL %s, EJML %s%n", TensorFlow.version(),
        Djls.engine().getVersion(), version("ai.djl", "api"), version("org.ejml", "ejml-ddense"));
    System.out.printf("OMP_WAIT_POLICY: %s%n", System.getenv().getOrDefault("OMP_WAIT_POLICY", "not set"));
    System.out.println(Adjoint.describe());
    System.out.println();
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** What the jar on the class path is called. */
  private static String version(String group, String artifact) {
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var file = Path.of(entry).getFileName().toString();
      if (entry.contains(group.substring(group.lastIndexOf('.') + 1)) && file.startsWith(artifact + "-")) {
        return file.substring(artifact.length() + 1, file.length() - ".jar".length());
      }
    }
    return "unknown";
  }
}
