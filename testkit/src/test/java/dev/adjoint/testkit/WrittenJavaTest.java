package dev.adjoint.testkit;

import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Random programs of values and gradients, written as Java and compiled with nothing on the class path, compute what the programs
 * compute; or they are refused by the names of what is in them.
 */
class WrittenJavaTest {
  private static final int GRAPHS = 200;
  private static final int LENGTH = 12;
  /** Of the graphs; the others have operations that no Java is known for. */
  private static final double WRITTEN = 0.9;

  /** Without loops and branches, which have functions in them, and what loops over raw arrays. */
  private static List<Operation> operations(boolean floats) {
    var control = new HashSet<>(Catalogue.controlFlow().stream().map(Operation::name).toList());
    return Catalogue.operations().stream()
        .filter(op -> !control.contains(op.name()) && !UNKNOWN.contains(op.name()))
        .filter(op -> !floats || FloatGraphs.staysFloat(op)).toList();
  }

  /** Operations that no Java is known for. */
  private static final Set<String> UNKNOWN = Set.of("squares", "total", "solve", "sort", "argsort", "topK", "median",
      "quantile");

  private record Written(Graph graph, Program program, String name, String source) {
  }

  private static Program program(Graph graph) {
    return Program.trace(graph.inputs().stream().map(Tensor::type).toList(), x -> {
      var y = graph.apply(x);
      var results = new ArrayList<>(List.of(y.detach()));
      if (y.dtype().isFloating()) {
        var gradients = y.sum().backward();
        x.forEach(input -> results.add(gradients.orZero(input)));
      }
      return results;
    });
  }

  @Test
  void computeWhatTheProgramsCompute(@TempDir Path folder) throws Exception {
    var doubles = new GraphArbitrary(operations(false), LENGTH);
    var floats = new GraphArbitrary(operations(true), LENGTH);
    var random = new Random(5);
    var written = new ArrayList<Written>();
    var refused = new TreeSet<String>();
    var covered = new HashSet<String>();
    for (int g = 0; g < GRAPHS; g++) {
      var graph = g % 2 == 0 ? doubles.draw(random) : FloatGraphs.inFloats(floats.draw(random));
      var program = program(graph);
      var name = "written.Graph" + g;
      try {
        written.add(new Written(graph, program, name, program.toJava(name)));
        graph.steps().forEach(step -> covered.add(step.call().operation().name()));
      } catch (UnsupportedOperationException e) {
        refused.add(e.getMessage());
      }
    }
    assertTrue(written.size() >= WRITTEN * GRAPHS, () -> written.size() + " written, and not " + refused);
    var names = operations(false).stream().map(Operation::name).distinct().toList();
    assertTrue(covered.size() >= WRITTEN * names.size(),
        () -> names.stream().filter(name -> !covered.contains(name)).toList() + " are in none");
    compile(written, folder);
    try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (var one : written) {
        check(one, run(loader.loadClass(one.name), one.graph.inputs()));
      }
    }
  }

  private static void compile(List<Written> written, Path folder) {
    var files = written.stream().map(one -> new SimpleJavaFileObject(
        URI.create("string:///" + one.name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return one.source;
      }
    }).toList();
    var messages = new StringWriter();
    var options = List.of("-d", folder.toString(), "-cp", "", "-Xlint:all", "-Werror", "-proc:none");
    assertTrue(ToolProvider.getSystemJavaCompiler().getTask(messages, null, null, options, null, files).call(),
        messages::toString);
  }

  private static List<Object> run(Class<?> type, List<Tensor> inputs) throws ReflectiveOperationException {
    var run = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals("run")).findFirst()
        .orElseThrow();
    var result = run.invoke(null, inputs.stream().map(x -> x.value().storage()).toArray());
    var results = new ArrayList<Object>();
    if (result.getClass().isArray()) {
      results.add(result);
    } else {
      for (var component : result.getClass().getRecordComponents()) {
        Method accessor = component.getAccessor();
        results.add(accessor.invoke(result));
      }
    }
    return results;
  }

  /** Java's functions and the order in products round otherwise, which a few operations make more of. */
  private static void check(Written one, List<Object> actual) {
    var expected = one.program.run(one.graph.at());
    assertEquals(expected.size(), actual.size());
    for (int r = 0; r < expected.size(); r++) {
      var value = expected.get(r).value();
      var elements = actual.get(r);
      assertEquals(value.size(), Array.getLength(elements));
      double largest = 1;
      for (int i = 0; i < value.size(); i++) {
        largest = Math.max(largest, Math.abs(number(value.storage(), i)));
      }
      double bound = largest * (hasFloats(one.graph, value) ? 1e-3 : 1e-10);
      for (int i = 0; i < value.size(); i++) {
        double e = number(value.storage(), i);
        double a = number(elements, i);
        assertTrue(Double.compare(e, a) == 0 || Math.abs(e - a) <= bound,
            () -> e + " is " + a + " in\n" + one.graph + "\n" + one.source);
      }
    }
  }

  private static boolean hasFloats(Graph graph, NdArray value) {
    return value.dtype() == DType.FLOAT32
        || graph.inputs().stream().anyMatch(input -> input.dtype() == DType.FLOAT32);
  }

  private static double number(Object elements, int i) {
    var element = Array.get(elements, i);
    return element instanceof Boolean truth ? truth ? 1 : 0 : ((Number) element).doubleValue();
  }
}
