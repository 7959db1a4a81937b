package dev.adjoint.view;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Walks a graph group by group, for languages in which a group encloses its members. */
final class Clusters {
  private final Graph graph;
  private final ObjIntConsumer<Group> open;
  private final Consumer<Node> node;
  private final Runnable close;

  Clusters(Graph graph, ObjIntConsumer<Group> open, Consumer<Node> node, Runnable close) {
    this.graph = graph;
    this.open = open;
    this.node = node;
    this.close = close;
  }

  /** The groups and nodes that are within a group, or within none. */
  void walk(OptionalInt parent) {
    graph.nodes().stream().filter(n -> n.group().equals(parent)).forEach(node);
    for (int g = 0; g < graph.groups().size(); g++) {
      if (graph.groups().get(g).parent().equals(parent) && !isEmpty(g)) {
        open.accept(graph.groups().get(g), g);
        walk(OptionalInt.of(g));
        close.run();
      }
    }
  }

  private boolean isEmpty(int group) {
    return graph.nodes().stream().noneMatch(n -> n.group().equals(OptionalInt.of(group)))
        && children(group).stream().allMatch(this::isEmpty);
  }

  private List<Integer> children(int group) {
    return java.util.stream.IntStream.range(0, graph.groups().size())
        .filter(g -> graph.groups().get(g).parent().equals(OptionalInt.of(group))).boxed().toList();
  }
}
