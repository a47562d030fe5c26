"""The weights of a BERT to an ONNX graph of onnxruntime's fused operators, which refers to them by name; it runs nothing.

    ids (rows, tokens) -> embeddings -> layers x (attention, feed-forward) -> states (rows, tokens, width) or logits

Written out instead of traced by torch.onnx: it takes half a second and no torch, so there is nothing to keep on disk, and
no padding mask, since rows of one length are run together. Weights stay as they are stored; what widens and turns them is
part of the graph, and onnxruntime does it once, when it loads.

Source: Devlin et al. 2019, BERT, section 3; the operators are onnxruntime's docs/ContribOperators.md.
"""

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ecqa.encoder.weights import Bert, Tensors

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

OUTPUT = "out"
FUSED = "com.microsoft"
"""onnxruntime's own operators."""
_OPSET, _FUSED_OPSET, _IR = 17, 1, 8


def graph_of(bert: Bert) -> tuple[bytes, Tensors]:
    """An ONNX model whose weights are left out, and those weights by name.

    Args:
        bert: With `classifier.weight` the output is logits, without it the states of the last layer.

    Returns:
        The model: input `ids`, int64 (rows, tokens); output `out`, float32 (rows, tokens, width); and the tensors that it refers to,
        those of `bert`, untouched.

    Raises:
        KeyError: A weight is missing.
    """
    from onnx import TensorProto, helper  # noqa: PLC0415 - only a model needs it

    graph = _Graph(bert)
    last = graph.embeddings()
    for layer in range(bert.layers):
        last = graph.layer(f"encoder.layer.{layer}", last)
    if "classifier.weight" in bert.tensors:
        last = graph.node("Add", [graph.product("classifier", last), graph.wide("classifier.bias")])
    graph.node("Identity", [last], OUTPUT)
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["rows", "tokens"])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows", "tokens", "width"])]
    whole = helper.make_graph(graph.nodes, "bert", inputs, outputs, [_left_out(name, tensor) for name, tensor in graph.tensors.items()])
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(FUSED, _FUSED_OPSET)]
    return helper.make_model(whole, opset_imports=opsets, ir_version=_IR).SerializeToString(), graph.tensors


class _Graph:
    """Nodes so far, and the tensors that they use; a method adds some and returns the name of what they give."""

    def __init__(self, bert: Bert) -> None:
        self._bert = bert
        self.nodes: list[NodeProto] = []
        self.tensors: Tensors = {}

    def node(self, operator: str, inputs: list[str], output: str | None = None, domain: str = "", **attributes: Any) -> str:
        from onnx import helper  # noqa: PLC0415 - only a model needs it

        output = output or f"{operator}-{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def embeddings(self) -> str:
        """Word, place and the first kind of text, summed and normalised."""
        words, places, kinds = (f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type"))
        zero, one = (self.node("Constant", [], value_ints=[number]) for number in (0, 1))
        kind = self.node("Slice", [self.wide(kinds), zero, one])
        used = self.node("Slice", [self.node("Add", [self.wide(places), kind]), zero, self.node("Shape", ["ids"], start=1)])
        found = self._float(self.node("Gather", [self._weight(words), "ids"]))
        return self._normalised("embeddings", self.node("Add", [found, used]))

    def layer(self, at: str, given: str) -> str:
        """Attention over the row, then the feed-forward part, each added to what it was given and normalised."""
        parts = [f"{at}.attention.self.{name}" for name in ("query", "key", "value")]
        biases = self.node("Concat", [self.wide(f"{part}.bias") for part in parts], axis=0)
        projected = [self.product(part, given) for part in parts]
        attended = self.node("MultiHeadAttention", [*projected, biases], domain=FUSED, num_heads=self._bert.heads)
        kept = self._added(f"{at}.attention.output", attended, given)
        inner = [self.product(f"{at}.intermediate.dense", kept), self.wide(f"{at}.intermediate.dense.bias")]
        return self._added(f"{at}.output", self.node("BiasGelu", inner, domain=FUSED), kept)

    def product(self, name: str, given: str) -> str:
        """Times a weight, which is stored as (out, in)."""
        return self.node("MatMul", [given, self.node("Transpose", [self.wide(f"{name}.weight")], perm=[1, 0])])

    def wide(self, name: str) -> str:
        """A weight as float32."""
        return self._float(self._weight(name))

    def _added(self, name: str, given: str, before: str) -> str:
        """A linear step, added to what was there before and normalised."""
        linear = self.node("Add", [self.product(f"{name}.dense", given), self.wide(f"{name}.dense.bias")])
        return self._normalised(name, self.node("Add", [linear, before]))

    def _normalised(self, name: str, given: str) -> str:
        scale = [self.wide(f"{name}.LayerNorm.{part}") for part in ("weight", "bias")]
        return self.node("LayerNormalization", [given, *scale], epsilon=self._bert.epsilon)

    def _weight(self, name: str) -> str:
        self.tensors[name] = self._bert.tensors[name]
        return name

    def _float(self, given: str) -> str:
        from onnx import TensorProto  # noqa: PLC0415 - only a model needs it

        return self.node("Cast", [given], to=TensorProto.FLOAT)


def _left_out(name: str, tensor: NDArray[Any]) -> "TensorProto":
    """A tensor's type and shape; its values are handed to the session beside the model."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - only a model needs it

    kind = helper.np_dtype_to_tensor_dtype(tensor.dtype)
    described = TensorProto(name=name, data_type=kind, dims=tensor.shape, data_location=TensorProto.EXTERNAL)
    described.external_data.add(key="location", value="memory")
    return described
