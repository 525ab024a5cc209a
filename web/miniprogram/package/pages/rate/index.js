require('../../main.js').rate();
