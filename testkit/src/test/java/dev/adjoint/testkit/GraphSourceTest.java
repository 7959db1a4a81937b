package dev.adjoint.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import dev.adjoint.Tensor;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import net.jqwik.api.Shrinkable;
import org.ejml.data.DMatrixRMaj;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A graph prints itself as Java that compiles, and computes the same bits. */
class GraphSourceTest {

  @Test
  void whatIsPrintedCompilesAndComputesTheSame(@TempDir Path classes) throws ReflectiveOperationException, IOException {
    var random = new Random(7);
    var graphs = new ArrayList<Graph>();
    Catalogue.operations().forEach(op -> graphs.add(GraphArbitrary.drawCall(op, random)));
    Stream.generate(() -> GraphArbitrary.GRAPHS.draw(random)).limit(20).forEach(graphs::add);
    FloatGraphs.graphs().generator(10).stream(random).limit(10).map(Shrinkable::value).forEach(graphs::add);
    compile(graphs, classes);
    try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()},
        GraphSourceTest.class.getClassLoader())) {
      for (int i = 0; i < graphs.size(); i++) {
        var graph = graphs.get(i);
        var printed = loader.loadClass("Graph" + i);
        var inputs = (Tensor[]) printed.getMethod("inputs").invoke(null);
        var f = Arrays.stream(printed.getMethods()).filter(method -> method.getName().equals("f")).findFirst()
            .orElseThrow();
        var y = (Tensor) f.invoke(null, (Object[]) inputs);
        assertEquals(graph.apply(graph.inputs()).value(), y.value(), graph::toString);
      }
    }
  }

  private static void compile(List<Graph> graphs, Path classes) throws IOException {
    var sources = new ArrayList<JavaFileObject>();
    for (int i = 0; i < graphs.size(); i++) {
      sources.add(source("Graph" + i, graphs.get(i).toJava("Graph" + i)));
    }
    Files.createDirectories(classes);
    var options = List.of("-proc:none", "-classpath", classPath(), "-d", classes.toString());
    var errors = new java.io.StringWriter();
    assertTrue(ToolProvider.getSystemJavaCompiler().getTask(errors, null, null, options, null, sources).call(),
        errors::toString);
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static String classPath() {
    return Stream.of(Tensor.class, Graph.class, DMatrixRMaj.class, SimpleMatrix.class, org.ejml.data.FMatrixRMaj.class)
        .map(GraphSourceTest::location).distinct().collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
