// Prints tests/vectors/log.json: what two implementations from outside say of small logs, tiles and checkpoints.
//
//	golang.org/x/mod v0.42.0, sumdb/tlog and sumdb/note (BSD-3-Clause)
//	github.com/transparency-dev/formats v0.1.1, note (Apache-2.0): cosignature/v1
//
// Not part of any build. To run it: go mod init vectors; go get of the two modules above; go run log_vectors.go
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// entry is what leaf n of every log here holds.
func entry(n int64) []byte { return []byte(fmt.Sprintf("entry %d", n)) }

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, m[i])
	}
	return out, nil
}

func logOf(size int64) memory {
	var m memory
	for n := int64(0); n < size; n++ {
		m = append(m, must(tlog.StoredHashes(n, entry(n), m))...)
	}
	return m
}

func hexes(hashes []tlog.Hash) []string {
	out := []string{}
	for _, h := range hashes {
		out = append(out, hex.EncodeToString(h[:]))
	}
	return out
}

type tree struct {
	Size        int64  `json:"size"`
	Root        string `json:"root"`
	Inclusion   string `json:"inclusionProofsSha256"`
	Consistency string `json:"consistencyProofsSha256"`
}

func treeOf(size int64, m memory) tree {
	root := must(tlog.TreeHash(size, m))
	inclusion, consistency := sha256.New(), sha256.New()
	for n := int64(0); n < size; n++ {
		for _, h := range must(tlog.ProveRecord(size, n, m)) {
			inclusion.Write(h[:])
		}
		for _, h := range must(tlog.ProveTree(size, n+1, m)) {
			consistency.Write(h[:])
		}
	}
	return tree{size, hex.EncodeToString(root[:]), hex.EncodeToString(inclusion.Sum(nil)), hex.EncodeToString(consistency.Sum(nil))}
}

type proof struct {
	Index       int64    `json:"index"`
	Inclusion   []string `json:"inclusion"`
	Consistency []string `json:"consistencyFrom"`
}
type large struct {
	Size   int64   `json:"size"`
	Root   string  `json:"root"`
	Proofs []proof `json:"proofs"`
	Tiles  []tile  `json:"tiles"`
}
type tile struct {
	Path   string `json:"path"`
	Sha256 string `json:"sha256"`
}

func largeOf(size int64, m memory) large {
	root := must(tlog.TreeHash(size, m))
	l := large{Size: size, Root: hex.EncodeToString(root[:])}
	for _, n := range []int64{0, 1, 255, 256, size / 2, size - 2, size - 1} {
		l.Proofs = append(l.Proofs, proof{n, hexes(must(tlog.ProveRecord(size, n, m))), hexes(must(tlog.ProveTree(size, n+1, m)))})
	}
	for _, t := range tlog.NewTiles(8, 0, size) {
		sum := sha256.Sum256(must(tlog.ReadTileData(t, m)))
		l.Tiles = append(l.Tiles, tile{strings.Replace(t.Path(), "tile/8/", "tile/", 1), hex.EncodeToString(sum[:])})
	}
	return l
}

type checkpoint struct {
	Why       string   `json:"why"`
	Log       string   `json:"log"`
	Witnesses []string `json:"witnesses"`
	Note      string   `json:"note"`
	Times     []int64  `json:"times"`
}

// keyOf gives the signing and verifying keys for a seed of 32 equal bytes.
func keyOf(name string, filler byte) (string, string) {
	seed := make([]byte, 32)
	for i := range seed {
		seed[i] = filler
	}
	vkey := must(note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)))
	id := strings.Split(vkey, "+")[1]
	return fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{1}, seed...))), vkey
}

func checkpointOf(why, text string, witnesses int) checkpoint {
	skey, vkey := keyOf("log.example.org/city", 1)
	signers := []note.Signer{must(note.NewSigner(skey))}
	c := checkpoint{Why: why, Log: vkey, Witnesses: []string{}, Times: []int64{}}
	verifiers := []note.Verifier{}
	for i := 0; i < witnesses; i++ {
		wskey, wvkey := keyOf(fmt.Sprintf("witness.example/w%d", i+1), byte(i+10))
		signers = append(signers, must(fnote.NewSignerForCosignatureV1(wskey)))
		verifiers = append(verifiers, must(fnote.NewVerifierForCosignatureV1(wvkey)))
		c.Witnesses = append(c.Witnesses, must(fnote.VKeyToCosignatureV1(wvkey)))
	}
	signed := must(note.Sign(&note.Note{Text: text}, signers...))
	c.Note = string(signed)
	opened := must(note.Open(signed, note.VerifierList(append(verifiers, must(note.NewVerifier(vkey)))...)))
	for _, s := range opened.Sigs {
		if s.Name != "log.example.org/city" {
			c.Times = append(c.Times, must(fnote.CoSigV1Timestamp(s)).Unix())
		}
	}
	return c
}

func main() {
	var out struct {
		Source      string       `json:"source"`
		Trees       []tree       `json:"trees"`
		Large       []large      `json:"large"`
		Checkpoints []checkpoint `json:"checkpoints"`
	}
	out.Source = "tests/vectors/log_vectors.go: golang.org/x/mod v0.42.0, github.com/transparency-dev/formats v0.1.1; leaf n is \"entry n\""
	m := logOf(70000)
	for size := int64(1); size <= 70; size++ {
		out.Trees = append(out.Trees, treeOf(size, m))
	}
	for _, size := range []int64{256, 257, 1000} {
		out.Trees = append(out.Trees, treeOf(size, m))
		out.Large = append(out.Large, largeOf(size+300, m))
	}
	// C2SP tlog-tiles' own example of 70,000 leaves has too many tiles for a file: the proofs and the partial tiles.
	l := largeOf(70000, m)
	var last []tile
	for _, t := range l.Tiles {
		if strings.Contains(t.Path, ".p/") || strings.HasPrefix(t.Path, "tile/1/") || t.Path == "tile/0/272" {
			last = append(last, t)
		}
	}
	l.Tiles = last
	out.Large = append(out.Large, l)
	root := must(tlog.TreeHash(70000, m))
	text := "log.example.org/city\n70000\n" + root.String() + "\n"
	out.Checkpoints = []checkpoint{
		checkpointOf("signed by the log alone", text, 0),
		checkpointOf("cosigned by one witness", text, 1),
		checkpointOf("cosigned by three witnesses", text, 3),
		checkpointOf("extension lines", text+"extension one\nÄ 二\n", 2),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}
