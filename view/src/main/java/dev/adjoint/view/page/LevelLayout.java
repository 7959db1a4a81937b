package dev.adjoint.view.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

import dev.adjoint.view.Graph;
import dev.adjoint.view.Node;
import dev.adjoint.view.page.Layout.Box;
import dev.adjoint.view.page.Layout.Point;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;

/**
 * A group by itself, with the groups within it closed. A page puts levels together as its reader opens and closes groups: a box
 * that is opened grows, and moves the others away.
 *
 * @param group its number; {@link #ROOT} for what is around all groups
 * @param items its nodes and groups
 * @param wires what values go along
 */
record LevelLayout(int group, double width, double height, List<Item> items, List<Wire> wires) {
  static final int ROOT = -1;

  /** In place of an item: the upper border, where values come in, or the lower one, where they go out. */
  static final int BORDER = -1;

  private static final double CLOSED = 34;
  private static final double BEND = 8; // between the border and a bend

  /** A node or a closed group; the number of the other is −1. */
  record Item(int node, int group, Box box) {
  }

  /**
   * What the value of one node goes along.
   *
   * @param edges the routes of the whole {@link Layout} that lead along it
   * @param from the item it leaves, by its place, or {@link #BORDER}
   * @param to the item it reaches, or {@link #BORDER}
   */
  record Wire(List<Integer> edges, int from, int to, List<Point> points) {
  }

  /** The levels of a graph; none if it has no groups. */
  static List<LevelLayout> of(Graph graph, Layout whole) {
    return whole.frames().isEmpty() ? List.of() : new House(graph, whole).levels();
  }

  /** The height of a closed group, and as much width as its name needs. */
  private static Layout.Size closed(String name) {
    return new Layout.Size(Math.max(90, 9 * name.codePointCount(0, name.length()) + 36), CLOSED);
  }

  /** Without the layers in which there is nothing but the ends of wires, which go on to the border. */
  private LevelLayout trimmed() {
    double top = items.stream().mapToDouble(item -> item.box.y()).min().orElseThrow() - ElkLayout.BORDER_TOP;
    double bottom = items.stream().mapToDouble(item -> item.box.y() + item.box.height()).max().orElseThrow()
        + ElkLayout.BORDER;
    for (var wire : wires) {
      for (var bend : wire.points.subList(1, wire.points.size() - 1)) {
        top = Math.min(top, bend.y() - BEND);
        bottom = Math.max(bottom, bend.y() + BEND);
      }
    }
    double up = Math.max(0, top);
    return new LevelLayout(group, width, bottom - up,
        items.stream().map(item -> new Item(item.node, item.group, item.box.up(up))).toList(),
        wires.stream()
            .map(wire -> new Wire(wire.edges, wire.from, wire.to, wire.points.stream().map(p -> p.up(up)).toList()))
            .toList());
  }

  private static final class House {
    private final Graph graph;
    private final Layout whole;
    private final Map<Integer, Level> levels = new TreeMap<>();

    House(Graph graph, Layout whole) {
      this.graph = graph;
      this.whole = whole;
      levels.put(ROOT, new Level(ROOT));
      whole.frames().keySet().forEach(group -> levels.put(group, new Level(group)));
      graph.nodes().forEach(node -> levels.get(around(node.group())).add(node, whole.boxes().get(node.number())));
      whole.frames().forEach((group, frame) -> levels.get(around(graph.groups().get(group).parent())).add(group,
          closed(Layout.fitting(graph.groups().get(group).name(), frame))));
    }

    private static int around(OptionalInt group) {
      return group.orElse(ROOT);
    }

    /** The groups around a node, from the innermost to the root. */
    private List<Integer> around(int node) {
      var groups = new ArrayList<Integer>();
      for (var g = graph.nodes().get(node).group(); g.isPresent(); g = graph.groups().get(g.getAsInt()).parent()) {
        groups.add(g.getAsInt());
      }
      groups.add(ROOT);
      return groups;
    }

    /** From the inside to the outside of the groups around one end, along the level that both are in, and into those of the other. */
    List<LevelLayout> levels() {
      for (int edge = 0; edge < whole.routes().size(); edge++) {
        var route = whole.routes().get(edge);
        var out = around(route.from());
        var in = around(route.to());
        int shared = out.stream().filter(in::contains).findFirst().orElseThrow();
        for (int i = 0; out.get(i) != shared; i++) {
          wire(out, i, edge, place(route.from(), out, i), BORDER);
        }
        wire(out, out.indexOf(shared), edge, place(route.from(), out, out.indexOf(shared)),
            place(route.to(), in, in.indexOf(shared)));
        for (int i = in.indexOf(shared) - 1; i >= 0; i--) {
          wire(in, i, edge, BORDER, place(route.to(), in, i));
        }
      }
      return levels.values().stream().map(Level::layout).toList();
    }

    private void wire(List<Integer> groups, int i, int edge, int from, int to) {
      levels.get(groups.get(i)).wire(whole.routes().get(edge).from(), edge, from, to);
    }

    /** The item that is a node, or has it inside, in the i-th of the groups around it. */
    private int place(int node, List<Integer> groups, int i) {
      var level = levels.get(groups.get(i));
      return i == 0 ? level.nodes.get(node) : level.groups.get(groups.get(i - 1));
    }
  }

  private static final class Level {
    private final int group;
    private final ElkLayout elk;
    private final List<ElkNode> boxes = new ArrayList<>();
    /** The places of the items, nodes first. */
    private final Map<Integer, Integer> nodes = new LinkedHashMap<>();
    private final Map<Integer, Integer> groups = new LinkedHashMap<>();
    private final Map<End, ElkPort> exits = new HashMap<>();
    private final Map<Integer, ElkPort> gatesIn = new HashMap<>();
    private final Map<Integer, ElkPort> gatesOut = new HashMap<>();
    private final Map<Strand, List<Integer>> edges = new LinkedHashMap<>();
    private final Map<Strand, ElkEdge> strands = new HashMap<>();

    /** Where the value of a node leaves an item. */
    private record End(int value, int item) {
    }

    /** Edges to a node are drawn one by one, as operands; those into a closed group that have the same value, as one. */
    private record Strand(int value, int from, int to, OptionalInt edge) {
    }

    Level(int group) {
      this.group = group;
      this.elk = new ElkLayout(group == ROOT ? ElkLayout.margin() : ElkLayout.border());
    }

    void add(Node node, Box size) {
      nodes.put(node.number(), boxes.size());
      boxes.add(elk.ordered(elk.root, size.width(), size.height()));
    }

    void add(int subgroup, Layout.Size size) {
      groups.put(subgroup, boxes.size());
      boxes.add(elk.free(size.width(), size.height()));
    }

    void wire(int value, int edge, int from, int to) {
      var strand = new Strand(value, from, to,
          to != BORDER && to < nodes.size() ? OptionalInt.of(edge) : OptionalInt.empty());
      edges.computeIfAbsent(strand, s -> new ArrayList<>()).add(edge);
      strands.computeIfAbsent(strand, s -> ElkLayout.edge(start(value, from), end(value, to)));
    }

    private ElkPort start(int value, int from) {
      return from == BORDER
          ? gatesIn.computeIfAbsent(value, v -> ElkLayout.bottom(elk.gate(true)))
          : exits.computeIfAbsent(new End(value, from), e -> ElkLayout.bottom(boxes.get(from)));
    }

    private ElkPort end(int value, int to) {
      return to == BORDER
          ? gatesOut.computeIfAbsent(value, v -> ElkLayout.top(elk.gate(false)))
          : ElkLayout.top(boxes.get(to));
    }

    LevelLayout layout() {
      elk.run();
      var items = new ArrayList<Item>();
      nodes.forEach((node, place) -> items.add(new Item(node, -1, ElkLayout.box(boxes.get(place)))));
      groups.forEach((subgroup, place) -> items.add(new Item(-1, subgroup, ElkLayout.box(boxes.get(place)))));
      var wires = new ArrayList<Wire>();
      edges.forEach((strand, along) -> wires
          .add(new Wire(along, strand.from, strand.to, ElkLayout.points(strands.get(strand)))));
      var level = new LevelLayout(group, elk.root.getWidth(), elk.root.getHeight(), items, wires);
      return group == ROOT ? level : level.trimmed();
    }
  }
}
