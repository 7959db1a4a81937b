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
      var drawings = new HashMap<Shape, Drawing>(); // the layers of a network often look the same
      return levels.values().stream()
          .map(level -> level.layout(drawings.computeIfAbsent(level.shape(), Shape::drawing))).toList();
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

  /** A level in the making. */
  private static final class Level {
    private final int group;
    /** The places of the items, nodes first. */
    private final Map<Integer, Integer> nodes = new LinkedHashMap<>();
    private final Map<Integer, Integer> groups = new LinkedHashMap<>();
    private final List<Layout.Size> sizes = new ArrayList<>();
    private final Map<Integer, Integer> values = new HashMap<>();
    private final Map<Strand, List<Integer>> edges = new LinkedHashMap<>();

    Level(int group) {
      this.group = group;
    }

    void add(Node node, Box box) {
      nodes.put(node.number(), sizes.size());
      sizes.add(new Layout.Size(box.width(), box.height()));
    }

    void add(int subgroup, Layout.Size size) {
      groups.put(subgroup, sizes.size());
      sizes.add(size);
    }

    void wire(int node, int edge, int from, int to) {
      int value = values.computeIfAbsent(node, n -> values.size());
      boolean operand = to != BORDER && to < nodes.size();
      edges.computeIfAbsent(new Strand(value, from, to, operand ? OptionalInt.of(edges.size()) : OptionalInt.empty()),
          strand -> new ArrayList<>()).add(edge);
    }

    Shape shape() {
      return new Shape(group == ROOT, nodes.size(), List.copyOf(sizes), List.copyOf(edges.keySet()));
    }

    LevelLayout layout(Drawing drawing) {
      var items = new ArrayList<Item>();
      nodes.forEach((node, place) -> items.add(new Item(node, -1, drawing.boxes.get(place))));
      groups.forEach((subgroup, place) -> items.add(new Item(-1, subgroup, drawing.boxes.get(place))));
      var wires = new ArrayList<Wire>();
      edges.forEach((strand, along) -> wires
          .add(new Wire(along, strand.from, strand.to, drawing.points.get(wires.size()))));
      return new LevelLayout(group, drawing.width, drawing.height, items, wires);
    }
  }

  /**
   * A wire without the numbers of the graph. Edges to a node are drawn one by one, as operands; those into a closed group or to the
   * border that have the same value, as one.
   */
  private record Strand(int value, int from, int to, OptionalInt operand) {
  }

  /** What a drawing depends on: the first of the items are nodes. */
  private record Shape(boolean isRoot, int nodes, List<Layout.Size> sizes, List<Strand> strands) {
    private record End(int value, int item) {
    }

    Drawing drawing() {
      var elk = new ElkLayout(isRoot ? ElkLayout.margin() : ElkLayout.border());
      var boxes = new ArrayList<ElkNode>();
      for (var size : sizes) {
        boxes.add(boxes.size() < nodes
            ? elk.ordered(elk.root, size.width(), size.height())
            : elk.free(size.width(), size.height()));
      }
      var starts = new HashMap<End, ElkPort>(); // one for all wires of a value
      var ends = new HashMap<Integer, ElkPort>();
      var wires = strands.stream().map(strand -> ElkLayout.edge(
          starts.computeIfAbsent(new End(strand.value, strand.from),
              e -> ElkLayout.bottom(e.item == BORDER ? elk.gate(true) : boxes.get(e.item))),
          strand.to == BORDER
              ? ends.computeIfAbsent(strand.value, v -> ElkLayout.top(elk.gate(false)))
              : ElkLayout.top(boxes.get(strand.to))))
          .toList();
      elk.run();
      var drawing = new Drawing(elk.root.getWidth(), elk.root.getHeight(),
          boxes.stream().map(ElkLayout::box).toList(), wires.stream().map(ElkLayout::points).toList());
      return isRoot ? drawing : drawing.trimmed();
    }
  }

  private record Drawing(double width, double height, List<Box> boxes, List<List<Point>> points) {
    /** Without the layers in which there is nothing but the ends of wires, which go on to the border. */
    Drawing trimmed() {
      double top = boxes.stream().mapToDouble(Box::y).min().orElseThrow() - ElkLayout.BORDER_TOP;
      double bottom = boxes.stream().mapToDouble(box -> box.y() + box.height()).max().orElseThrow() + ElkLayout.BORDER;
      for (var wire : points) {
        for (var bend : wire.subList(1, wire.size() - 1)) {
          top = Math.min(top, bend.y() - BEND);
          bottom = Math.max(bottom, bend.y() + BEND);
        }
      }
      double up = Math.max(0, top);
      return new Drawing(width, bottom - up, boxes.stream().map(box -> box.up(up)).toList(),
          points.stream().map(wire -> wire.stream().map(point -> point.up(up)).toList()).toList());
    }
  }
}
